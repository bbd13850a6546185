/**
 * The ordering SPI: one order of commits per document, delivered to every node. Implemented by sequencers and broadcast
 * buses, called by the runtime from many threads.
 */
@NullMarked
package io.collab.spi.ordering;

import org.jspecify.annotations.NullMarked;
