package io.collab.runtime.session;

import io.collab.api.CloseCode;
import io.collab.api.LimitExceededException;
import io.collab.api.Update;
import io.collab.api.Version;
import io.collab.runtime.protocol.ServerMessage;
import io.collab.spi.merge.Replica;
import java.util.List;

/**
 * The SyncStep messages of the server. The answer to a SyncStep1 of a client is as large as what the client lacks; it is sent in
 * parts of at most {@value #MAX_PART_BYTES} bytes, unless a single change is larger: clients regard a
 * connection as broken on which a message needs 30 s.
 */
final class SyncAnswer {
    static final int MAX_PART_BYTES = 64 << 10;

    private SyncAnswer() {}

    /** Sends the first messages to a participant that has joined. */
    static void welcome(Participant to, Replica replica) {
        sendAll(to, to.wire().welcome(to.access(), replica::version));
    }

    /**
     * Answers a SyncStep1.
     *
     * @param has the version that the client has
     * @throws LimitExceededException if the client has not read earlier answers, or not answered the server's own SyncStep1s
     * @throws io.collab.api.ProtocolException if the version cannot be read
     */
    static void answer(Participant to, Version has, DocumentState state) {
        if (to.answersPending()) {
            throw new LimitExceededException(
                    "too-many-questions", CloseCode.SLOW_CONSUMER, "earlier answers have not been read yet");
        }
        List<Update> parts = state.diff(has);
        sendAll(to, to.wire().answerStep1(state.replica()::version, parts));
    }

    private static void sendAll(Participant to, List<ServerMessage> messages) {
        for (ServerMessage message : messages) {
            if (message instanceof ServerMessage.SyncStep1) {
                to.syncRequests().handshakeSent();
            }
            to.send(message);
        }
    }
}
