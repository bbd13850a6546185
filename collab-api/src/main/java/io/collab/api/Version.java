package io.collab.api;

import java.util.Arrays;

/**
 * The content of a replica or a peer, in the format of the document's engine: a state vector, a revision. The bytes are
 * opaque outside the engine.
 *
 * <p>Two values are equal if their bytes are equal. The array is not copied, because updates pass through many
 * components: the creator transfers its ownership, and no code changes it afterwards. Thread-safe under that rule.
 */
public final class Version {
    private final byte[] bytes;

    private Version(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Wraps an array without copying it.
     *
     * @param bytes the content; owned by the new value, must not be changed afterwards
     */
    public static Version of(byte[] bytes) {
        return new Version(bytes);
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
        return other instanceof Version that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Returns the size. The content is never printed. */
    @Override
    public String toString() {
        return "Version[" + bytes.length + " bytes]";
    }
}
