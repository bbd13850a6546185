package io.collab.api;

/** The access of a user to a document. Each level includes the levels before it. */
public enum Access {
    /** No access. */
    NONE,
    /** Reading the document and the presence of its participants. */
    READ,
    /** Reading and changing the document. */
    WRITE;

    /** Returns whether this level includes another one. */
    public boolean includes(Access other) {
        return compareTo(other) >= 0;
    }
}
