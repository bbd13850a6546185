package io.collab.crdt.internal.store;

import io.collab.crdt.lib0.Any;

/**
 * Creates the values that readers return from the content of items.
 *
 * @param <V> the class of values
 */
public interface ValueFactory<V> {

    /** Returns plain data as a value. */
    V ofData(Any data);

    /** Returns the type of a branch; the same one for the same branch. */
    V ofType(Branch branch);

    /** Returns a subdocument; the same one for the same content. */
    V ofSubdocument(Subdocument subdocument);
}
