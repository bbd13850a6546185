/**
 * The conflict-resolution SPI: merging concurrent changes into one document. Implemented by engines. Engines do no I/O,
 * have no clock and use no randomness. The runtime calls a replica from one thread at a time.
 */
@NullMarked
package io.collab.spi.merge;

import org.jspecify.annotations.NullMarked;
