package io.collab.crdt.lib0;

/**
 * Unsigned numbers as runs: a number that stands alone is a positive varInt, a repeated one is negative (also 0) and
 * followed by how often it is repeated. lib0's {@code UintOptRleEncoder}. Not thread-safe.
 *
 * <pre>
 * (varInt value | varInt -value, varUint times - 2)*
 * </pre>
 */
public final class UintOptRleEncoder {

    private final Encoder out = new Encoder();
    private long value;
    private long count;

    /** Creates an encoder of nothing. */
    public UintOptRleEncoder() {}

    /**
     * Appends a number.
     *
     * @param next 0 to 2^53-1
     */
    public void write(long next) {
        if (value == next) {
            count++;
            return;
        }
        flush();
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
        value = 0;
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

    /** Appends all runs without a length. */
    void finishRaw(Encoder to) {
        flush();
        to.writeBytes(out);
    }

    private void flush() {
        if (count > 0) {
            out.writeVarInt(value, count > 1);
            if (count > 1) {
                out.writeVarUint(count - 2);
            }
            count = 0;
        }
    }
}
