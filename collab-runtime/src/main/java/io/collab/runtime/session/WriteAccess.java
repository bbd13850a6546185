package io.collab.runtime.session;

import io.collab.api.Access;
import io.collab.api.Update;
import io.collab.runtime.protocol.ServerMessage;
import io.collab.spi.merge.Replica;

/**
 * Decides whose changes enter the log. A change of a participant without {@link Access#WRITE} is refused: it changes nothing and
 * the client is informed. The check runs when the change arrives and again when its batch is formed.
 */
final class WriteAccess {
    private WriteAccess() {}

    /** Returns whether changes of a source enter the log. */
    static boolean allows(EditSource source) {
        return source.access().includes(Access.WRITE);
    }

    /** Refuses an edit of a reader. */
    static void refuseEdit(Participant reader) {
        reader.send(new ServerMessage.Saved(false));
    }

    /**
     * Answers the SyncStep2 of a reader, which every client sends when it joins: accepted if it contains nothing new.
     *
     * @param acknowledged whether the client expects an acknowledgement
     */
    static void answerSyncStep2(Participant reader, Update update, Replica replica, boolean acknowledged) {
        boolean nothingNew = replica.covers(update);
        if (acknowledged) {
            reader.send(new ServerMessage.Saved(nothingNew));
        }
    }
}
