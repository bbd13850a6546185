package io.collab.crdt.update;

/** The kinds of shared types as numbered in updates. */
public final class TypeKind {

    /** An array. */
    public static final int ARRAY = 0;

    /** A map. */
    public static final int MAP = 1;

    /** A text. */
    public static final int TEXT = 2;

    /** An XML element, which has a name. */
    public static final int XML_ELEMENT = 3;

    /** An XML fragment. */
    public static final int XML_FRAGMENT = 4;

    /** An XML hook, which has a name. */
    public static final int XML_HOOK = 5;

    /** An XML text. */
    public static final int XML_TEXT = 6;

    private TypeKind() {}

    /**
     * Returns whether types of a kind have a name.
     *
     * @param kind the kind
     */
    public static boolean hasName(long kind) {
        return kind == XML_ELEMENT || kind == XML_HOOK;
    }
}
