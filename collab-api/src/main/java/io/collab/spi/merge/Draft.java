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
}
