/** undo. */
@NullMarked
package io.collab.crdt.internal.undo;

import org.jspecify.annotations.NullMarked;
