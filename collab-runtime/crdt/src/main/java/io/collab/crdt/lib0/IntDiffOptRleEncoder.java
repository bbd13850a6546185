package io.collab.crdt.lib0;

/**
 * Encodes numbers as runs of equal differences, like lib0's {@code IntDiffOptRleEncoder}: twice the difference to the
 * previous number, plus one if it is repeated and the number of repetitions follows. Not thread-safe.
 *
 * <pre>
 * (varInt 2 * difference | varInt 2 * difference + 1, varUint times - 2)*
 * </pre>
 */
public final class IntDiffOptRleEncoder {

    private final Encoder out = new Encoder();
    private long value;
    private long difference;
    private long count;

    /** Creates an encoder without numbers. */
    public IntDiffOptRleEncoder() {}

    /**
     * Appends a number.
     *
     * @param next 0 to 2^52-1
     */
    public void write(long next) {
        long step = next - value;
        value = next;
        if (step == difference) {
            count++;
            return;
        }
        flush();
        difference = step;
        count = 1;
    }

    /** Returns the size in bytes without the last run. */
    public int size() {
        return out.size();
    }

    /** Removes all numbers and keeps the memory. */
    public void reset() {
        out.reset();
        value = 0;
        difference = 0;
        count = 0;
    }

    /**
     * Appends the length in bytes and all runs. Nothing can be written afterwards until {@link #reset()}.
     *
     * @param to the output
     */
    public void finish(Encoder to) {
        flush();
        to.writeVarBytes(out);
    }

    private void flush() {
        if (count > 0) {
            out.writeVarInt(2 * difference + (count > 1 ? 1 : 0));
            if (count > 1) {
                out.writeVarUint(count - 2);
            }
            count = 0;
        }
    }
}
