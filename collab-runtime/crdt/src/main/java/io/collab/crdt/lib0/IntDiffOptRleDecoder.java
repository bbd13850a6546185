package io.collab.crdt.lib0;

import io.collab.crdt.lib0.DecodeException.Reason;

/** Decodes the format of {@link IntDiffOptRleEncoder}, one number at a time; runs are not expanded. Not thread-safe. */
public final class IntDiffOptRleDecoder {

    private final Decoder in;
    private long value;
    private long difference;
    private long left;

    /**
     * Creates a decoder.
     *
     * @param in the runs and nothing else
     */
    public IntDiffOptRleDecoder(Decoder in) {
        this.in = in;
    }

    /**
     * Reads the next number.
     *
     * @throws DecodeException if there is none, if it is malformed, or if it is negative or above 2^53-1
     */
    public long read() {
        if (left == 0) {
            long signed = in.readSignAndMagnitude();
            long encoded = (signed & 1) != 0 ? -(signed >>> 1) : signed >>> 1;
            difference = encoded >> 1;
            left = (encoded & 1) != 0 ? in.readVarUint() + 2 : 1;
        }
        left--;
        value += difference;
        if (value < 0 || value > Decoder.MAX_SAFE_INTEGER) {
            throw new DecodeException(Reason.NUMBER_TOO_LARGE, "number below 0 or above 2^53-1");
        }
        return value;
    }
}
