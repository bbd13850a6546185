/**
 * The encoding of a document: its state, parts of it and the changes of a transaction, in formats 1 and 2. Called by
 * the public types and by snapshots, on the thread that owns the document. Not thread-safe.
 */
@NullMarked
package io.collab.crdt.internal.encoding;

import org.jspecify.annotations.NullMarked;
