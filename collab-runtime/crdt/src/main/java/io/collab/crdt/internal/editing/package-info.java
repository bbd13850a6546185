/**
 * Local edits of lists, maps and rich text: positions, new items and formatting marks. Called by the public types
 * within a transaction, on the thread that owns the document. Not thread-safe.
 */
@NullMarked
package io.collab.crdt.internal.editing;

import org.jspecify.annotations.NullMarked;
