package io.collab.api;

import java.util.Arrays;

/**
 * A change in the format of the document's engine. The bytes are opaque outside the engine.
 *
 * <p>Two values are equal if their bytes are equal. The array is not copied, because updates pass through many
 * components: the creator transfers its ownership, and no code changes it afterwards. Thread-safe under that rule.
 */
public final class Update {
    private final byte[] bytes;

    private Update(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Wraps an array without copying it.
     *
     * @param bytes the content; owned by the new value, must not be changed afterwards
     */
    public static Update of(byte[] bytes) {
        return new Update(bytes);
    }

    /** Returns the array itself, not a copy. It must not be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** Returns the number of bytes. */
    public int size() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Update that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Returns the size. The content is never printed. */
    @Override
    public String toString() {
        return "Update[" + bytes.length + " bytes]";
    }
}
