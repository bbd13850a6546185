package io.collab.crdt.update;

/**
 * The first byte of a struct: the kind of its content and flags for the fields that follow (layout:
 * {@link StructCursor}).
 */
public final class StructInfo {

    /** Mask of the content: one of the constants of {@link StructCursor}. */
    public static final int CONTENT = 0x1f;

    /** Flag: the struct has a key in its parent. */
    public static final int KEY = 0x20;

    /** Flag: a right origin follows. */
    public static final int RIGHT_ORIGIN = 0x40;

    /** Flag: a left origin follows. */
    public static final int LEFT_ORIGIN = 0x80;

    /** Mask of both origins. A struct without origins names its parent. */
    public static final int ORIGINS = LEFT_ORIGIN | RIGHT_ORIGIN;

    /** The kind of a parent that is named by the id of its item. */
    public static final int PARENT_ITEM = 0;

    /** The kind of a parent that is a root type. */
    public static final int PARENT_ROOT = 1;

    private StructInfo() {}

    /**
     * Returns the first byte of a struct.
     *
     * @param content the kind of content
     * @param left whether it has a left origin
     * @param right whether it has a right origin
     * @param key whether it has a key in its parent
     */
    public static int of(int content, boolean left, boolean right, boolean key) {
        return content | (left ? LEFT_ORIGIN : 0) | (right ? RIGHT_ORIGIN : 0) | (key ? KEY : 0);
    }
}
