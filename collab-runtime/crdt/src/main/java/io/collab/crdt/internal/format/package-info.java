/** format. */
@NullMarked
package io.collab.crdt.internal.format;

import org.jspecify.annotations.NullMarked;
