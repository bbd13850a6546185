package io.collab.crdt.lib0;

/**
 * Encodes bytes as runs, like lib0's {@code RleEncoder}: each value once, then the number of repetitions; no number
 * follows the last value, which repeats without limit. Not thread-safe.
 *
 * <pre>
 * (value, varUint times - 1)*, value
 * </pre>
 */
public final class RleEncoder {

    private final Encoder out = new Encoder();
    private int value;
    private long count;

    /** Creates an encoder without values. */
    public RleEncoder() {}

    /**
     * Appends a value.
     *
     * @param next 0 to 255
     */
    public void write(int next) {
        if (count > 0 && value == next) {
            count++;
            return;
        }
        if (count > 0) {
            out.writeVarUint(count - 1);
        }
        out.writeUint8(next);
        value = next;
        count = 1;
    }

    /** Returns the size in bytes without the length of the last run. */
    public int size() {
        return out.size();
    }

    /** Removes all values and keeps the memory. */
    public void reset() {
        out.reset();
        count = 0;
    }

    /**
     * Appends the length in bytes and all runs.
     *
     * @param to the output
     */
    public void finish(Encoder to) {
        to.writeVarBytes(out);
    }
}
