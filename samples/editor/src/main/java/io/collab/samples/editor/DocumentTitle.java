package io.collab.samples.editor;

/**
 * The title of a document: 1 to 200 code points, without leading or trailing white space.
 *
 * @param text the title; stripped by the constructor
 */
public record DocumentTitle(String text) {
    /** The maximum length, in code points; the column is twice as wide, because databases may count UTF-16 units. */
    static final int MAX_CODE_POINTS = 200;

    /**
     * Strips and checks the title.
     *
     * @throws IllegalArgumentException if the stripped title is empty or too long, or if it holds control characters or
     *     an unpaired surrogate, which not every database can store
     */
    public DocumentTitle {
        text = text.strip();
        int length = text.codePointCount(0, text.length());
        if (length < 1 || length > MAX_CODE_POINTS) {
            throw new IllegalArgumentException(
                    "A title has 1 to " + MAX_CODE_POINTS + " characters; this one has " + length + ".");
        }
        if (text.codePoints().anyMatch(DocumentTitle::isUnprintable)) {
            throw new IllegalArgumentException("A title has no control characters and no unpaired surrogates.");
        }
    }

    private static boolean isUnprintable(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.CONTROL || type == Character.SURROGATE;
    }
}
