/**
 * The binary primitives of all Yjs data (lib0): variable-length integers, strings and values of any kind. The decoder
 * is bounded: it never allocates by a declared length, never loops without consuming input, and never recurses by the
 * depth of the input. Called by all other packages and by applications, from one thread at a time; only the immutable
 * values and the static functions are thread-safe.
 */
@NullMarked
package io.collab.crdt.lib0;

import org.jspecify.annotations.NullMarked;
