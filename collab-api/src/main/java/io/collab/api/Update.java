package io.collab.api;

import java.util.Arrays;

/**
 * A change in the format of the document's engine: opaque bytes to everybody else.
 *
 * <p>Two of them are equal when their bytes are. Nothing copies the array, for updates travel through many hands: whoever
 * makes one gives the array up, and nobody changes it afterwards. Thread-safe under that rule.
 */
public final class Update {
    private final byte[] bytes;

    private Update(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Wraps the bytes without copying them.
     *
     * @param bytes belongs to the new value from now on
     */
    public static Update of(byte[] bytes) {
        return new Update(bytes);
    }

    /** The bytes themselves, not a copy: not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** The number of bytes. */
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

    /** The size only: content is never printed. */
    @Override
    public String toString() {
        return "Update[" + bytes.length + " bytes]";
    }
}
