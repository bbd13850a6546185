/**
 * What the WebSocket transports share: the handshake, the message that is arriving, and when a connection ends. The transports are
 * in {@code endpoint}, on Jakarta WebSocket, and in {@code upgrade}, on the upgrade of servlets. They use the container and the
 * transport SPI, and know no documents. Called by the container's threads; sends are called by the runtime's threads.
 */
@NullMarked
package io.collab.runtime.websocket;

import org.jspecify.annotations.NullMarked;
