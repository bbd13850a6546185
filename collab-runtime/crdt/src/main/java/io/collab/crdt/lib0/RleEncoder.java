package io.collab.crdt.lib0;

/**
 * Bytes as runs: each value once, then how often it is repeated; the last value is followed by nothing and repeats for
 * as long as somebody asks. lib0's {@code RleEncoder} of bytes. Not thread-safe.
 *
 * <pre>
 * (value, varUint times - 1)*, value
 * </pre>
 */
public final class RleEncoder {

    private final Encoder out = new Encoder();
    private int value;
    private long count;

    /** Creates an encoder of nothing. */
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

    /** Returns how many bytes there are so far, without a run that may go on. */
    public int size() {
        return out.size();
    }

    /** Forgets everything and keeps the memory. */
    public void reset() {
        out.reset();
        count = 0;
    }

    /**
     * Appends all runs, with their length in bytes in front.
     *
     * @param to where to
     */
    public void finish(Encoder to) {
        to.writeVarBytes(out);
    }
}
