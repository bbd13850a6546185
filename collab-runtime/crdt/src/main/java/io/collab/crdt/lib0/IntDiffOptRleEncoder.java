package io.collab.crdt.lib0;

/**
 * Numbers as runs of equal differences: twice the difference to the number before, plus one if it is repeated and how
 * often follows. lib0's {@code IntDiffOptRleEncoder}. Not thread-safe.
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

    /** Creates an encoder of nothing. */
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

    /** Returns how many bytes there are so far, without a run that may go on. */
    public int size() {
        return out.size();
    }

    /** Forgets everything and keeps the memory. */
    public void reset() {
        out.reset();
        value = 0;
        difference = 0;
        count = 0;
    }

    /**
     * Appends all runs, with their length in bytes in front. Nothing more can be written until {@link #reset()}.
     *
     * @param to where to
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
