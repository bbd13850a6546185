package io.collab.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

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
     * Returns a document if it exists. Creates nothing. Blocks on the store.
     *
     * @param id the id of the document
     * @return null if the document does not exist
     * @throws StorageException if the store does not answer
     */
    @Nullable
    DocumentInfo find(DocumentId id);

    /**
     * Lists the documents of a tenant in the order of the UTF-8 bytes of their names. Blocks on the store.
     *
     * @param tenant the tenant
     * @param afterName the name after which the list starts, exclusive; the empty string for the first page
     * @param limit the maximum number of documents, at least 1
     * @return at most {@code limit} documents; empty if there are no more
     * @throws IllegalArgumentException if {@code limit} is less than 1
     * @throws StorageException if the store does not answer
     */
    List<DocumentInfo> list(String tenant, String afterName, int limit);

    /**
     * Deletes a document with its log. Clients that have it open are closed with code 4409 (the document is replaced); on other
     * nodes within the interval of polling, unless a bus is faster. Blocks on the store.
     *
     * @param id the id of the document
     * @return false if it does not exist
     * @throws StorageException if it is unknown whether the document is deleted
     */
    boolean delete(DocumentId id);

    /**
     * Shuts the node down: refuses new documents and connections, waits until the accepted changes are durable, closes
     * the connections with code 1012, and releases all resources. Blocks. The wait for accepted changes lasts at most
     * {@code collab.shutdown-timeout}, and so does each of the later waits. Calling it again does nothing and does not
     * wait.
     */
    @Override
    void close();
}
