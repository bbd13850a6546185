/**
 * The storage adapter for JDBC: a durable log of documents on H2 in a file by default, on PostgreSQL in production.
 * Called by the runtime from threads that may block.
 */
@NullMarked
package io.collab.jpa;

import org.jspecify.annotations.NullMarked;
