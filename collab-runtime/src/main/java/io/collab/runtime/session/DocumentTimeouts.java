package io.collab.runtime.session;

import io.collab.spi.storage.DocumentStore;
import java.time.Duration;

/**
 * The times after which something happens to a document that is being edited. {@link #DEFAULTS} is the only place with their
 * default values.
 *
 * @param load joins of a document that is not loaded after this time fail with a retryable code
 * @param idleUnload a document that no client and no handle has open for this long is unloaded
 * @param savingStalled participants are notified when an append takes longer than this
 * @param retryHorizon an append is retried for this long, then the session ends; the store knows operation ids at least as long
 * @param presenceSweep how often presence that was not renewed is removed
 */
public record DocumentTimeouts(
        Duration load, Duration idleUnload, Duration savingStalled, Duration retryHorizon, Duration presenceSweep) {
    /** The times of a node without configuration. */
    public static final DocumentTimeouts DEFAULTS = new DocumentTimeouts(
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofMillis(1_500),
            DocumentStore.RETRY_HORIZON,
            Duration.ofSeconds(5));

    /** Returns these times with another time until a load fails. */
    public DocumentTimeouts withLoad(Duration other) {
        return new DocumentTimeouts(other, idleUnload, savingStalled, retryHorizon, presenceSweep);
    }

    /** Returns these times with another time until an idle document is unloaded. */
    public DocumentTimeouts withIdleUnload(Duration other) {
        return new DocumentTimeouts(load, other, savingStalled, retryHorizon, presenceSweep);
    }

    /** Returns these times with another time until participants are notified of a stalled append. */
    public DocumentTimeouts withSavingStalled(Duration other) {
        return new DocumentTimeouts(load, idleUnload, other, retryHorizon, presenceSweep);
    }
}
