package io.collab.spi.merge;

import io.collab.api.Update;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a document that application code changes. Created by {@link MergeEngine}; the document is not affected. Not
 * thread-safe.
 */
public interface Draft {
    /**
     * Changes the copy.
     *
     * @param <D> the type of the model
     * @param model the class of the model
     * @param change application code, which may block and throw; the draft must not be used after it has thrown
     * @return everything that the code has changed, as one update; null if it has changed nothing
     * @throws IllegalArgumentException if the engine has no such model
     */
    <D> @Nullable Update edit(Class<D> model, Consumer<? super D> change);

    /**
     * Makes the content of the copy equal to other content, by a small difference. Drafts of equal documents should
     * return equal bytes for equal content, so that a replacement that was made twice at the same time is there once.
     *
     * @param <D> the type of the model
     * @param model the class of the model
     * @param content application code that writes the content into an empty document; it may block and throw
     * @return the difference as one update; null if there is none
     * @throws IllegalArgumentException if the engine has no such model, or if the content cannot be compared
     */
    <D> @Nullable Update replace(Class<D> model, Consumer<? super D> content);
}
