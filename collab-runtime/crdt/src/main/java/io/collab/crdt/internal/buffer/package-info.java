/** buffer. */
@NullMarked
package io.collab.crdt.internal.buffer;

import org.jspecify.annotations.NullMarked;
