package io.collab.runtime.session;

import io.collab.runtime.protocol.PresenceTable;

/**
 * The limits of a document that is being edited. {@link #DEFAULTS} is the only place with their default values.
 *
 * @param waitingBytes the maximum number of bytes that wait for the log; beyond that the session ends with a retryable code
 * @param presence the limits of the presence table
 */
public record DocumentLimits(int waitingBytes, PresenceTable.Limits presence) {
    private static final int MIB = 1 << 20;

    /** The limits of a node without configuration. */
    public static final DocumentLimits DEFAULTS =
            new DocumentLimits(32 * MIB, new PresenceTable.Limits(4_096, 32, 65_536, 4 * MIB));

    /** Returns these limits with another maximum number of waiting bytes. */
    public DocumentLimits withWaitingBytes(int other) {
        return new DocumentLimits(other, presence);
    }
}
