/**
 * Whole messages in and out: what a transport (a WebSocket endpoint, a test) implements and calls. A connection is a
 * socket; what is opened over it is the runtime's business.
 */
@NullMarked
package io.collab.spi.transport;

import org.jspecify.annotations.NullMarked;
