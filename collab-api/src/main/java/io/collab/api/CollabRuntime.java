package io.collab.api;

/**
 * A running node: the way in for an application. Injected under CDI; built by {@code CollabRuntimeBuilder} without a
 * container. Thread-safe.
 */
public interface CollabRuntime extends AutoCloseable {
    /**
     * Opens a document for the server's own code, creating it if nobody has yet. Does not block: the document is loaded
     * when first read.
     *
     * @return a handle of the caller's own, to be closed by the caller; while it is open the document stays loaded
     * @throws IllegalStateException after {@link #close()}
     */
    DocumentHandle document(DocumentId id);

    /**
     * Stops the node: refuses joins, tells the clients to come back later (close code 1012), waits for the log to take
     * what was accepted, for at most {@code collab.shutdown-timeout}, then lets go of everything. Blocks until then.
     * Closing twice does nothing.
     */
    @Override
    void close();
}
