package io.collab.crdt.lib0;

/** Decodes the format of {@link UintOptRleEncoder}, one number at a time; runs are not expanded. Not thread-safe. */
public final class UintOptRleDecoder {

    private final Decoder in;
    private long value;
    private long left;

    /**
     * Creates a decoder.
     *
     * @param in the runs and nothing else
     */
    public UintOptRleDecoder(Decoder in) {
        this.in = in;
    }

    /**
     * Reads the next number.
     *
     * @throws DecodeException if there is none or it is malformed
     */
    public long read() {
        if (left == 0) {
            long signed = in.readSignAndMagnitude();
            value = signed >>> 1;
            left = (signed & 1) != 0 ? in.readVarUint() + 2 : 1;
        }
        left--;
        return value;
    }
}
