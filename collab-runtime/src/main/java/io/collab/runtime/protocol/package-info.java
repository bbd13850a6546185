/**
 * The wires: bytes to messages and back, and the presence table of the Yjs family. Pure codecs: no threads, no sockets, no
 * documents. Called from connections and sessions.
 */
@NullMarked
package io.collab.runtime.protocol;

import org.jspecify.annotations.NullMarked;
