/** reading. */
@NullMarked
package io.collab.crdt.internal.reading;

import org.jspecify.annotations.NullMarked;
