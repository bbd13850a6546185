/**
 * The transport SPI: whole messages in both directions. Implemented and called by transports (a WebSocket endpoint, a
 * test). A connection is one socket; the documents that are open on it belong to the runtime.
 */
@NullMarked
package io.collab.spi.transport;

import org.jspecify.annotations.NullMarked;
