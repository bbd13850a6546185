package io.collab.benchmarks.net;

import java.nio.ByteBuffer;

/** How messages lie in a stream of bytes. One instance per link, which keeps its state. */
public sealed interface Framing permits WebSocketFraming, LengthFraming {
    /** What is sent first, empty when the link is open at once. */
    ByteBuffer hello();

    /** Takes all whole frames out of the buffer and leaves the rest. */
    void take(ByteBuffer in, FrameSink sink);

    /** One message as it goes over the socket. */
    ByteBuffer frame(byte[] message);

    /** What is sent last, empty when nothing is. */
    ByteBuffer goodbye();
}
