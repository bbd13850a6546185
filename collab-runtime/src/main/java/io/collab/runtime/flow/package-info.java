/**
 * Flow control of one connection: how many bytes of a peer may wait to be processed, and what waits to be sent to it. Used by
 * connections and by the sessions that send to them. Knows frames and wires, but no documents.
 */
@NullMarked
package io.collab.runtime.flow;

import org.jspecify.annotations.NullMarked;
