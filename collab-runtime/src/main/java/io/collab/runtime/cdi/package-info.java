/**
 * The runtime as a Jakarta EE module: reads the configuration, starts and stops the node with the application, makes it available
 * for injection and reports its health. Called by the container only; no other package imports this one.
 */
@NullMarked
package io.collab.runtime.cdi;

import org.jspecify.annotations.NullMarked;
