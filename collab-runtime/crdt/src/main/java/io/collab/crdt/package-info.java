/**
 * The Yjs document engine: documents, shared types, events, undo, snapshots and positions. Called by applications and
 * by the merge engine of the server. Not thread-safe: a document belongs to one thread at a time. Nothing here starts a
 * thread, reads a clock or generates random numbers.
 */
@NullMarked
package io.collab.crdt;

import org.jspecify.annotations.NullMarked;
