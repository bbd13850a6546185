/**
 * The messages that peers exchange about a document (y-protocols 1.0.7): the three sync messages and the awareness
 * table. It has no transport and no timers; the caller passes bytes and time. Called by the protocol layer of a server
 * or client. Not thread-safe: one owner at a time.
 */
@NullMarked
package io.collab.crdt.sync;

import org.jspecify.annotations.NullMarked;
