/**
 * Growable arrays: ints, sparse references, sets of clocks and the text of one client. Called by the other internal
 * packages, on the thread that owns the document; not thread-safe.
 */
@NullMarked
package io.collab.crdt.internal.buffer;

import org.jspecify.annotations.NullMarked;
