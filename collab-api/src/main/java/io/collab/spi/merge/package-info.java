/**
 * How concurrent changes become one document: what a conflict-resolution engine implements. Engines are single-threaded,
 * have no I/O, no clock and no randomness; the runtime calls a replica from one thread at a time.
 */
@NullMarked
package io.collab.spi.merge;

import org.jspecify.annotations.NullMarked;
