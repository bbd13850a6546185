package io.collab.crdt.lib0;

/**
 * Encodes unsigned numbers as runs, like lib0's {@code UintOptRleEncoder}: a single number is a positive varInt, a
 * repeated one is negative (also 0) and followed by the number of repetitions. Not thread-safe.
 *
 * <pre>
 * (varInt value | varInt -value, varUint times - 2)*
 * </pre>
 */
public final class UintOptRleEncoder {

    private final Encoder out = new Encoder();
    private long value;
    private long count;

    /** Creates an encoder without numbers. */
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

    /** Returns the size in bytes without the last run. */
    public int size() {
        return out.size();
    }

    /** Removes all numbers and keeps the memory. */
    public void reset() {
        out.reset();
        value = 0;
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
