/**
 * The Jakarta WebSocket transport: sockets in, frames out. Knows the container and the transport SPI, and nothing of
 * documents. Called by the container's threads; sends come from the runtime's.
 */
@NullMarked
package io.collab.runtime.websocket;

import org.jspecify.annotations.NullMarked;
