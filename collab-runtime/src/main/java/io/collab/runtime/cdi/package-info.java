/**
 * The runtime as a Jakarta EE module: reads the configuration, starts the node with the application and stops it with it,
 * offers it for injection and reports its health. Nobody imports this package.
 */
@NullMarked
package io.collab.runtime.cdi;

import org.jspecify.annotations.NullMarked;
