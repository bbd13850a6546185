/** WebSocket (RFC 6455) on the upgrade of servlets, which shows every byte. Thread-safe where a class does not say otherwise. */
@NullMarked
package io.collab.runtime.websocket.upgrade;

import org.jspecify.annotations.NullMarked;
