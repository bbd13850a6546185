package io.collab.crdt.lib0;

/** Reads what {@link UintOptRleEncoder} writes, one number at a time: no run is ever expanded. Not thread-safe. */
public final class UintOptRleDecoder {

    private final Decoder in;
    private long value;
    private long left;

    /**
     * Creates a decoder.
     *
     * @param in exactly the runs
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

    /**
     * Asserts that every number was read.
     *
     * @throws DecodeException if some are left
     */
    public void expectEnd() {
        in.expectEnd();
        if (left > 0) {
            throw Decoder.leftOver();
        }
    }
}
