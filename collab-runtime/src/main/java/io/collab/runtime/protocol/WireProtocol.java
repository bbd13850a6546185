package io.collab.runtime.protocol;

import io.collab.api.Access;
import io.collab.api.CollabException;
import io.collab.api.ProtocolException;
import io.collab.api.Update;
import io.collab.api.Version;
import io.collab.spi.transport.Frame;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One wire protocol: the encoding of its messages, byte for byte, and the order in which the server sends them. One instance
 * serves one connection, because a wire may remember what the client has said about itself. Not thread-safe; does not block.
 */
public sealed interface WireProtocol permits YWebSocketWire, HocuspocusWire {
    /**
     * Decodes a frame. Fields after those that are known are ignored, so that newer clients may add some.
     *
     * @return {@link ClientMessage.Unreadable} if the frame names its document but cannot be read
     * @throws ProtocolException with code {@code bad-frame} if it is not even clear which document the frame is about
     */
    ClientMessage decode(Frame frame);

    /**
     * Encodes a message.
     *
     * @param address the address of the document as the client wrote it
     * @return null if this wire has no such message
     */
    @Nullable
    Frame encode(String address, ServerMessage message);

    /**
     * Returns the name of the document that an address means.
     *
     * @throws IllegalStateException if the frames of this wire do not name the document
     */
    String documentName(String address);

    /** Returns whether a socket carries one document, which the request names; otherwise every frame names its document. */
    boolean singleDocument();

    /**
     * Returns the first messages to a client that has joined a document, in order.
     *
     * @param version supplies the version of the durable state; called only if this wire sends it
     */
    List<ServerMessage> welcome(Access access, Supplier<Version> version);

    /** Returns whether the presence of other clients follows these first messages; otherwise it follows the first SyncStep2. */
    boolean sendsPresenceOnJoin();

    /**
     * Returns the answer to a SyncStep1 of the client, in order.
     *
     * @param version supplies the version of the durable state; called only if this wire sends it
     * @param parts the updates that the client lacks, in order, at least one
     */
    List<ServerMessage> answerStep1(Supplier<Version> version, List<Update> parts);

    /**
     * Returns whether the socket is closed when the server closes one document on it.
     *
     * @param othersOpen whether other documents are open on the socket
     */
    boolean endsSocket(CollabException reason, boolean othersOpen);
}
