package io.collab.api;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One document, as the server's own code sees it. Thread-safe. While a handle is open its document stays loaded.
 */
public interface DocumentHandle extends AutoCloseable {
    /** Which document. */
    DocumentId id();

    /**
     * Reads the document as it is now: everything that was durable when this was called is in it.
     *
     * @param <D> the model of the document's engine, for Yjs {@code io.collab.crdt.YDoc}
     * @param <R> what the reader makes of it
     * @param model the class of the model
     * @param reader called once with a copy of its own, on a thread that belongs to this handle; it may block
     * @return completes with the reader's result; fails with what the reader threw, with {@link StorageException} when
     *     the document cannot be loaded, or with {@link IllegalArgumentException} when its engine has no such model
     */
    <D, R> CompletionStage<R> read(Class<D> model, Function<? super D, ? extends R> reader);

    /**
     * Tells every commit from now on, whichever node it came over, once each and in order. A slow listener does not hold
     * up the document and costs no memory: what it has not taken yet is read from the log. One that falls behind what the
     * log still keeps is ended, with a warning.
     *
     * @param listener called on a thread that belongs to this handle
     * @return ends the listening when closed
     */
    Registration onCommit(Consumer<? super Commit> listener);

    /** Lets the document go. Listeners are told nothing more. Closing twice does nothing. */
    @Override
    void close();
}
