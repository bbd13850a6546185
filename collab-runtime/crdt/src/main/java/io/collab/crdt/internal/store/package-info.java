/**
 * The struct store of a document: structs as columns, the branches of shared types with their position indexes, and the
 * record of what a transaction changes. Called by all internal packages above it and by the public types. Not
 * thread-safe: a store belongs to the thread that owns the document.
 */
@NullMarked
package io.collab.crdt.internal.store;

import org.jspecify.annotations.NullMarked;
