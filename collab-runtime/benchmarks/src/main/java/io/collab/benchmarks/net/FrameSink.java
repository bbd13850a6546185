package io.collab.benchmarks.net;

import java.nio.ByteBuffer;

/** The receiver of what a framing decodes from the bytes of a socket. */
interface FrameSink {
    /** The handshake is complete. */
    void opened();

    /** A complete message. */
    void message(byte[] bytes);

    /** The protocol requires these bytes to be sent. */
    void answer(ByteBuffer bytes);

    /** The peer has closed. */
    void ended(String why);
}
