package io.collab.benchmarks.net;

import java.nio.ByteBuffer;

/** The framing of messages in a byte stream. One instance per link; it is stateful. */
public sealed interface Framing permits WebSocketFraming, LengthFraming {
    /** Returns the bytes to send first, empty if the link needs no handshake. */
    ByteBuffer hello();

    /** Consumes all complete frames in the buffer and leaves the rest. */
    void decode(ByteBuffer in, FrameSink sink);

    /** Encodes one message. */
    ByteBuffer frame(byte[] message);

    /** Returns the bytes to send before closing, may be empty. */
    ByteBuffer goodbye();
}
