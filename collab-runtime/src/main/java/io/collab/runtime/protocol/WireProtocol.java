package io.collab.runtime.protocol;

import io.collab.api.ProtocolException;
import io.collab.spi.transport.Frame;
import org.jspecify.annotations.Nullable;

/**
 * One wire: frames to messages and back, byte for byte. Stateless but for what the client has said about itself, so one
 * instance serves one connection; not thread-safe.
 */
public sealed interface WireProtocol permits YWebSocketWire, HocuspocusWire {
    /**
     * Reads a frame.
     *
     * @throws ProtocolException code {@code bad-frame} when it is not a message of this wire
     */
    ClientMessage decode(Frame frame);

    /**
     * Writes a message.
     *
     * @param address of the document, as the client wrote it
     * @return null when this wire has no such message
     */
    @Nullable
    Frame encode(String address, ServerMessage message);

    /** The name of the document that an address means, on a wire whose frames name it. */
    String documentName(String address);

    /** What can be said of this wire before any byte has come. */
    Traits traits();

    /**
     * How a wire behaves.
     *
     * @param multiplexed its frames name the document, and it is asked for with an Authenticate message; otherwise the
     *     request names the one document, and the server begins
     * @param acknowledges clients wait for a {@link ServerMessage.Saved} for every message that writes
     */
    record Traits(boolean multiplexed, boolean acknowledges) {}
}
