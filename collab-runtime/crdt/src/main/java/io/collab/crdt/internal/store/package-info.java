/** store. */
@NullMarked
package io.collab.crdt.internal.store;

import org.jspecify.annotations.NullMarked;
