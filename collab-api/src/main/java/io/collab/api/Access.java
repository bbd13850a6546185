package io.collab.api;

/** What somebody may do in a document; each one includes those before it. */
public enum Access {
    /** Nothing. */
    NONE,
    /** See the document and who is in it. */
    READ,
    /** Change it. */
    WRITE;

    /** Whether this includes {@code other}. */
    public boolean includes(Access other) {
        return compareTo(other) >= 0;
    }
}
