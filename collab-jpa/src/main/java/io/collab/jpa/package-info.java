/** The durable log of documents on JDBC: H2 in a file by default, PostgreSQL in production. */
@NullMarked
package io.collab.jpa;

import org.jspecify.annotations.NullMarked;
