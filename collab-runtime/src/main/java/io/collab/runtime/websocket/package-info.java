/**
 * The Jakarta WebSocket transport. Uses the container and the transport SPI, and knows no documents. Called by the
 * container's threads; sends are called by the runtime's threads.
 */
@NullMarked
package io.collab.runtime.websocket;

import org.jspecify.annotations.NullMarked;
