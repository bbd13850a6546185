/** editing. */
@NullMarked
package io.collab.crdt.internal.editing;

import org.jspecify.annotations.NullMarked;
