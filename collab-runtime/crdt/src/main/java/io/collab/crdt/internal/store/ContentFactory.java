package io.collab.crdt.internal.store;

import io.collab.crdt.lib0.Any;
import org.jspecify.annotations.Nullable;

/**
 * Creates the content of items from the values that editors insert.
 *
 * @param <V> the class of values
 */
public interface ContentFactory<V> {

    /** Returns a value as plain data, or null if it is a type or a subdocument. */
    @Nullable
    Any dataOf(V value);

    /**
     * Returns a new type or subdocument as the payload of the item that is about to be created for it.
     *
     * @return a {@link NewType} or a {@link Subdocument}
     * @throws IllegalStateException if it is in a document already
     */
    Object payloadOf(V value);

    /**
     * Returns a value as content of a text.
     *
     * @return {@link Any} to embed, or a {@link NewType}
     * @throws IllegalArgumentException if it is a subdocument
     * @throws IllegalStateException if it is a type that is in a document already
     */
    Object embedOf(V value);
}
