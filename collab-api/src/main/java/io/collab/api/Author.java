package io.collab.api;

/**
 * Who made a change, and where it entered. Kept with every record of the log, so attribution needs nothing more.
 * Thread-safe: immutable.
 *
 * @param principal the name of the user as the {@link Authenticator} gave it; at most 255 characters
 * @param connection the id of the connection it came over, or a label of the server's own code; at most 64 characters
 * @param node the id of the node that took it; at most 64 characters
 */
public record Author(String principal, String connection, String node) {
    /** The most characters of a principal. */
    public static final int MAX_PRINCIPAL_LENGTH = 255;

    /** The most characters of a connection and of a node. */
    public static final int MAX_ID_LENGTH = 64;

    /** @throws IllegalArgumentException when a part is longer than its bound */
    public Author {
        if (principal.length() > MAX_PRINCIPAL_LENGTH) {
            throw new IllegalArgumentException("a principal has at most " + MAX_PRINCIPAL_LENGTH + " characters");
        }
        if (connection.length() > MAX_ID_LENGTH || node.length() > MAX_ID_LENGTH) {
            throw new IllegalArgumentException("a connection and a node have at most " + MAX_ID_LENGTH + " characters");
        }
    }
}
