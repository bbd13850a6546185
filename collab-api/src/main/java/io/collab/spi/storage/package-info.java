/**
 * The durable log of documents and their snapshots: what a store implements. Stores are called from many threads and may
 * block; the runtime calls them only from threads that may.
 */
@NullMarked
package io.collab.spi.storage;

import org.jspecify.annotations.NullMarked;
