/**
 * The reference adapters: a document store and a broadcast bus in memory, simple enough to be seen to be right. Several
 * nodes of one process may share them. For tests, for trying things out, and as the model other adapters are compared
 * with; the wiring uses them when nothing else is configured. Any thread may call them.
 */
@NullMarked
package io.collab.runtime.memory;

import org.jspecify.annotations.NullMarked;
