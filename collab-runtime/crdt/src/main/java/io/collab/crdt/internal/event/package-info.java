/** event. */
@NullMarked
package io.collab.crdt.internal.event;

import org.jspecify.annotations.NullMarked;
