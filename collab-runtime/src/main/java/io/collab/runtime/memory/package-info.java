/**
 * The reference adapters: a document store and a broadcast bus in memory, simple enough to verify by reading. Several
 * nodes of one process may share them. They are for tests, for evaluation, and as the model for other adapters; a node
 * uses them if no other adapter is configured. Any thread may call them.
 */
@NullMarked
package io.collab.runtime.memory;

import org.jspecify.annotations.NullMarked;
