package io.collab.crdt.lib0;

/** The bits of variable-length integers (layout: {@link Encoder}). */
public final class VarInts {

    /** The number of payload bits in a byte. */
    public static final int BITS = 7;

    /** Mask of the payload bits in a byte. */
    public static final int LOW = 0x7f;

    /** Flag: another byte follows. */
    public static final int MORE = 0x80;

    /** The maximum number of bytes of an encoded 64-bit number. */
    static final int MAX_BYTES = 10;

    /** The maximum number of bytes of a number with superfluous zeros. */
    static final int MAX_PADDED_BYTES = 147;

    /** The number of payload bits in the first byte of a signed integer. */
    static final int SIGNED_BITS = 6;

    /** Mask of the payload bits in the first byte of a signed integer. */
    static final int SIGNED_LOW = 0x3f;

    /** Flag in the first byte of a signed integer: it is negative. */
    static final int NEGATIVE = 0x40;

    private VarInts() {}
}
