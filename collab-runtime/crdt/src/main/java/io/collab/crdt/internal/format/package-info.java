/**
 * Formatting attributes of text: marks, their combined effect and the comparison of values. Called by the store, the
 * editors and the readers, on the thread that owns the document. Not thread-safe, except the stateless functions.
 */
@NullMarked
package io.collab.crdt.internal.format;

import org.jspecify.annotations.NullMarked;
