/**
 * Undo and redo of steps: restoring deleted items and deleting inserted ones within a scope. Called by the public
 * UndoManager within a transaction, on the thread that owns the document. Not thread-safe.
 */
@NullMarked
package io.collab.crdt.internal.undo;

import org.jspecify.annotations.NullMarked;
