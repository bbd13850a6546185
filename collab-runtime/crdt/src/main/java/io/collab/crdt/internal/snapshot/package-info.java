/** snapshot. */
@NullMarked
package io.collab.crdt.internal.snapshot;

import org.jspecify.annotations.NullMarked;
