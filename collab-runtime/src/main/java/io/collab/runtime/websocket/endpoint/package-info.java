/** WebSocket by the container's own implementation, Jakarta WebSocket. */
@NullMarked
package io.collab.runtime.websocket.endpoint;

import org.jspecify.annotations.NullMarked;
