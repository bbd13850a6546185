/**
 * The storage SPI: the durable log of documents and their snapshots. Implemented by stores. The runtime calls a store
 * from many threads, and only from threads that may block.
 */
@NullMarked
package io.collab.spi.storage;

import org.jspecify.annotations.NullMarked;
