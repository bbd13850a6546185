/**
 * The binary primitives that all Yjs data is made of (lib0): variable-length integers, strings, and values of any kind.
 * The decoder is bounded: it never allocates by a length that was read, never loops without consuming input, and never
 * recurses by the depth of the input. Anyone may call it, from any one thread at a time; nothing here is thread-safe
 * except the immutable values.
 */
@NullMarked
package io.collab.crdt.lib0;

import org.jspecify.annotations.NullMarked;
