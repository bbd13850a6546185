package io.collab.api;

/**
 * The origin of a change. Stored with every record of the log, so attribution needs no other source. Thread-safe:
 * immutable.
 *
 * @param principal the name of the user as returned by the {@link Authenticator}, at most 255 characters; empty for a change that
 *     the server's own code has made
 * @param connection the id of the connection over which the change arrived, at most 64 characters
 * @param node the id of the node that accepted it, at most 64 characters
 */
public record Author(String principal, String connection, String node) {
    /** The maximum length of a principal in characters (UTF-16 code units). */
    public static final int MAX_PRINCIPAL_LENGTH = 255;

    /** The maximum length of a connection id and of a node id in characters (UTF-16 code units). */
    public static final int MAX_ID_LENGTH = 64;

    /**
     * Checks the lengths.
     *
     * @throws IllegalArgumentException if a component is longer than its bound
     */
    public Author {
        if (principal.length() > MAX_PRINCIPAL_LENGTH) {
            throw new IllegalArgumentException("a principal has at most " + MAX_PRINCIPAL_LENGTH + " characters");
        }
        if (connection.length() > MAX_ID_LENGTH || node.length() > MAX_ID_LENGTH) {
            throw new IllegalArgumentException("a connection and a node have at most " + MAX_ID_LENGTH + " characters");
        }
    }
}
