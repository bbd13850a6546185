/**
 * What peers say to each other about a document (y-protocols 1.0.7): the three sync messages and the awareness table.
 * No transport, no timers: bytes in, bytes out, time is given. Not thread-safe: one owner at a time.
 */
@NullMarked
package io.collab.crdt.sync;

import org.jspecify.annotations.NullMarked;
