/**
 * The public builder, the configuration and the assembly of a node. Applications start here, or use {@code cdi}. Called from any
 * thread.
 */
@NullMarked
package io.collab.runtime;

import org.jspecify.annotations.NullMarked;
