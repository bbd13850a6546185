package io.collab.api;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A document for server-side code. A loaded document stays loaded while a handle is open. Thread-safe. No method
 * blocks.
 *
 * <p>The readers and listeners of one handle run on one thread of the handle, one after the other, so a slow one delays
 * the others of the same handle.
 */
public interface DocumentHandle extends AutoCloseable {
    /** Returns the id of the document. */
    DocumentId id();

    /**
     * Reads the document. The reader sees every commit that was durable before this call, from any node.
     *
     * @param <D> the type of the model of the document's engine, for Yjs {@code io.collab.crdt.YDoc}
     * @param <R> the type of the result
     * @param model the class of the model
     * @param reader a function that is called once, with a copy of its own, on the thread of this handle; it may block
     * @return a stage that completes with the result of the reader. It fails with the exception of the reader, with
     *     {@link StorageException} if the document cannot be loaded, or with {@link IllegalArgumentException} if the
     *     engine has no such model
     * @throws IllegalStateException if the handle is closed
     */
    <D, R> CompletionStage<R> read(Class<D> model, Function<? super D, ? extends R> reader);

    /**
     * Changes the document, as {@link #edit(Class, String, Consumer)} does, in the name of the server itself.
     *
     * @param <D> the type of the model
     * @param model the class of the model
     * @param change the change
     * @return a stage that completes when the change is durable
     * @throws IllegalStateException if the handle is closed
     */
    default <D> CompletionStage<@Nullable Receipt> edit(Class<D> model, Consumer<? super D> change) {
        return edit(model, "", change);
    }

    /**
     * Changes the document. The change is made on a copy of the document as it is now, and then merged with what others
     * write at the same time. Edits and reads of one handle take effect one after the other: each sees those before it.
     *
     * @param <D> the type of the model of the document's engine, for Yjs {@code io.collab.crdt.YDoc}
     * @param model the class of the model
     * @param principal the user in whose name the change is made, for the log; empty for the server itself. The user's
     *     rights are not checked
     * @param change a function that is called once, with a copy of the document, on the thread of this handle; it may
     *     block. All that it changes becomes one change
     * @return a stage that completes when the change is durable, with its position in the log; with null if the function
     *     has changed nothing. It fails with the exception of the function, and then nothing has changed; with {@link
     *     LimitExceededException} if the change is too large; with {@link StorageException} if the store does not
     *     answer, and then it is unknown whether the document has changed; with {@link IllegalArgumentException} if the
     *     engine has no such model; with {@link UnsupportedOperationException} if the engine has no drafts
     * @throws IllegalArgumentException if the principal is longer than {@value Author#MAX_PRINCIPAL_LENGTH} characters
     * @throws IllegalStateException if the handle is closed
     */
    <D> CompletionStage<@Nullable Receipt> edit(Class<D> model, String principal, Consumer<? super D> change);

    /**
     * Replaces the content, as {@link #replace(Class, String, Consumer)} does, in the name of the server itself.
     *
     * @param <D> the type of the model
     * @param model the class of the model
     * @param content the new content
     * @return a stage that completes when the change is durable
     * @throws IllegalStateException if the handle is closed
     */
    default <D> CompletionStage<@Nullable Receipt> replace(Class<D> model, Consumer<? super D> content) {
        return replace(model, "", content);
    }

    /**
     * Makes the content equal to what a function writes into an empty document. Only the difference is written, as an
     * {@link #edit(Class, String, Consumer)}: what is in both stays, with the cursors in it, and what others write after
     * the document was copied for this call is merged. What they have written before and the function does not write is
     * removed.
     *
     * <p>Each root type that the function requests is replaced, an empty one too; all other roots stay. The difference
     * is not always the smallest: at worst a text or a list is written again between its common beginning and end.
     *
     * <p>Equal replacements of equal content, on any nodes, have the effect of one. Others that happen at the same time
     * are merged as edits are: where two of them insert at one place, the document contains both insertions.
     *
     * @param <D> the type of the model of the document's engine, for Yjs {@code io.collab.crdt.YDoc}
     * @param model the class of the model
     * @param principal the user in whose name the change is made, as for an edit
     * @param content a function that is called once, with an empty document, on the thread of this handle; it may block
     * @return a stage that completes when the change is durable, with its position in the log; with null if nothing
     *     differs, or if the node is writing the same change already. It fails as {@link #edit(Class, String, Consumer)}
     *     does, and with {@link IllegalArgumentException} also if the function writes a root without requesting its
     *     type, requests as a text what the document has as an array, or inserts types nested more than 256 deep
     * @throws IllegalArgumentException if the principal is longer than {@value Author#MAX_PRINCIPAL_LENGTH} characters
     * @throws IllegalStateException if the handle is closed
     */
    <D> CompletionStage<@Nullable Receipt> replace(Class<D> model, String principal, Consumer<? super D> content);

    /**
     * Gives a document that has no content its first content. If several callers do this at the same time, on any nodes,
     * one of them succeeds, and the content is there once.
     *
     * @param <D> the type of the model
     * @param model the class of the model
     * @param content a function that is called with an empty document, on the thread of this handle; it may block
     * @return a stage that completes with true if this call has written the content, with false if the document had
     *     content or another caller was faster. It fails as {@link #edit(Class, String, Consumer)} does; it is safe to
     *     call this again
     * @throws IllegalStateException if the handle is closed
     */
    <D> CompletionStage<Boolean> seed(Class<D> model, Consumer<? super D> content);

    /**
     * Registers a listener for commits from any node. It receives each commit once and in order, beginning with the first
     * one after this call has returned; it may also receive commits that were made during the call. Blocks on the store.
     *
     * <p>A slow listener neither delays the document nor uses memory: its next commits are read from the log. The
     * registration ends, with a log entry, if those commits were compacted or if the document is deleted.
     *
     * @param listener the receiver, called on the thread of this handle; it may block. If it throws, the failure is
     *     logged and it receives the next commit
     * @return the registration, to be closed by the caller; closing the handle closes it too
     * @throws IllegalStateException if the handle is closed
     * @throws StorageException if the store does not answer; nothing is registered
     */
    Registration onCommit(Consumer<? super Commit> listener);

    /**
     * Closes the handle and its registrations, as {@link Registration#close()} does. Reads and changes that were started
     * before are still carried out. Calling it again does nothing.
     */
    @Override
    void close();
}
