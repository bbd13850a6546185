/**
 * The wire protocols: the encoding of messages, the order in which the server sends them, and the presence table of the Yjs family.
 * Called from connections and sessions. No threads, no sockets, no documents.
 */
@NullMarked
package io.collab.runtime.protocol;

import org.jspecify.annotations.NullMarked;
