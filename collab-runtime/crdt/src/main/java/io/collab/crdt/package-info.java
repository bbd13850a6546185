/**
 * The Yjs document engine: shared types, transactions, integration and encoding. Not thread-safe: a document belongs to
 * one thread at a time. No threads, no clock, no randomness of its own.
 */
@NullMarked
package io.collab.crdt;

import org.jspecify.annotations.NullMarked;
