package io.collab.runtime.session;

/**
 * The limits of a document that is being edited. {@link #DEFAULTS} is the only place with their default values.
 *
 * @param waitingBytes the maximum number of bytes that wait for the log; beyond that the session ends with a retryable code
 * @param presenceEntries the maximum number of presence keys
 * @param presenceStateLength the maximum length of one presence state as JSON, in UTF-16 code units
 */
public record DocumentLimits(int waitingBytes, int presenceEntries, int presenceStateLength) {
    /** The limits of a node without configuration. */
    public static final DocumentLimits DEFAULTS = new DocumentLimits(32 << 20, 4_096, 16_384);

    /** Returns these limits with another maximum number of waiting bytes. */
    public DocumentLimits withWaitingBytes(int other) {
        return new DocumentLimits(other, presenceEntries, presenceStateLength);
    }
}
