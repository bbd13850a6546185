package io.collab.api;

/**
 * A running node: the entry point for applications. Injected under CDI; built by {@code CollabRuntimeBuilder} without a
 * container. Thread-safe.
 */
public interface CollabRuntime extends AutoCloseable {
    /**
     * Opens a document for server-side code. Does not block: the document is loaded, and created if it is absent, when
     * the handle is first used.
     *
     * @param id the id of the document
     * @return a new handle, to be closed by the caller; a loaded document stays loaded while the handle is open
     * @throws IllegalStateException if the node is closed
     */
    DocumentHandle document(DocumentId id);

    /**
     * Shuts the node down: refuses new documents and connections, waits until the accepted changes are durable, closes
     * the connections with code 1012, and releases all resources. Blocks. The wait for accepted changes lasts at most
     * {@code collab.shutdown-timeout}, and so does each of the later waits. Calling it again does nothing and does not
     * wait.
     */
    @Override
    void close();
}
