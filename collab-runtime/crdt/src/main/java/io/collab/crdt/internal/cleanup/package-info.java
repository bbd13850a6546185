/** cleanup. */
@NullMarked
package io.collab.crdt.internal.cleanup;

import org.jspecify.annotations.NullMarked;
