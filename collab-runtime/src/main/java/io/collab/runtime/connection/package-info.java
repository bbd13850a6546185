/**
 * Client connections: the access check, the documents that are open on a connection, and the frames in both directions. Called by
 * transports from any thread; the state of a connection belongs to its mailbox. Knows no container.
 */
@NullMarked
package io.collab.runtime.connection;

import org.jspecify.annotations.NullMarked;
