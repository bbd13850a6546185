/** The public builder, the configuration and the wiring of a node. Applications come in here, or through {@code cdi}. */
@NullMarked
package io.collab.runtime;

import org.jspecify.annotations.NullMarked;
