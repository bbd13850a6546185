package io.collab.benchmarks.net;

import java.nio.ByteBuffer;

/** Where a framing puts what it found in the bytes of a socket. */
interface FrameSink {
    /** The handshake is over. */
    void opened();

    /** A whole message. */
    void message(byte[] bytes);

    /** The protocol itself asks for these bytes to be sent. */
    void answer(ByteBuffer bytes);

    /** The peer is done. */
    void ended(String why);
}
