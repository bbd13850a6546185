/** encoding. */
@NullMarked
package io.collab.crdt.internal.encoding;

import org.jspecify.annotations.NullMarked;
