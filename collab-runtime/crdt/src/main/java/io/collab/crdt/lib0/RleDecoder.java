package io.collab.crdt.lib0;

/** Decodes the format of {@link RleEncoder}, one value at a time; runs are not expanded. Not thread-safe. */
public final class RleDecoder {

    private static final long FOREVER = -1;

    private final Decoder in;
    private int value;
    private long left;

    /**
     * Creates a decoder.
     *
     * @param in the runs and nothing else
     */
    public RleDecoder(Decoder in) {
        this.in = in;
    }

    /**
     * Reads the next value.
     *
     * @throws DecodeException if there is none
     */
    public int read() {
        if (left == 0) {
            value = in.readUint8();
            left = in.remaining() > 0 ? in.readVarUint() + 1 : FOREVER;
        }
        if (left != FOREVER) {
            left--;
        }
        return value;
    }
}
