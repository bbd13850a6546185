package io.collab.api;

import java.util.Arrays;

/**
 * "What I have", in the format of the document's engine: a state vector, a revision. Opaque bytes to everybody else.
 *
 * <p>Two of them are equal when their bytes are. Nothing copies the array, for updates travel through many hands: whoever
 * makes one gives the array up, and nobody changes it afterwards. Thread-safe under that rule.
 */
public final class Version {
    private final byte[] bytes;

    private Version(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Wraps the bytes without copying them.
     *
     * @param bytes belongs to the new value from now on
     */
    public static Version of(byte[] bytes) {
        return new Version(bytes);
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
        return other instanceof Version that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The size only: content is never printed. */
    @Override
    public String toString() {
        return "Version[" + bytes.length + " bytes]";
    }
}
