package io.collab.runtime.session;

import io.collab.api.DocumentId;
import io.collab.runtime.log.RepeatedLog;
import io.collab.runtime.protocol.ServerMessage;
import java.time.Duration;
import java.util.Collection;

/**
 * Notifies participants when saving has stalled, because an append takes longer than {@link DocumentTimeouts#savingStalled()},
 * and when it has resumed. Belongs to the session's mailbox.
 */
final class SaveStallMonitor {
    private static final RepeatedLog STALLED = new RepeatedLog(SaveStallMonitor.class, System.Logger.Level.WARNING);
    private static final RepeatedLog RESUMED = new RepeatedLog(SaveStallMonitor.class, System.Logger.Level.INFO);

    private final DocumentId document;
    private final Duration savingStalled;
    private final Collection<Participant> participants;
    private boolean stalled;

    SaveStallMonitor(DocumentId document, Duration savingStalled, Collection<Participant> participants) {
        this.document = document;
        this.savingStalled = savingStalled;
        this.participants = participants;
    }

    /** Returns whether an append that takes this long, in nanoseconds, has stalled. Any thread. */
    boolean isLate(long appendNanos) {
        return appendNanos > savingStalled.toNanos();
    }

    /** The append in flight takes too long. */
    void stalled() {
        if (!stalled) {
            STALLED.log(() -> document + ": saving stalled");
            change(true);
        }
    }

    /** An append has finished. */
    void resumed() {
        if (stalled) {
            RESUMED.log(() -> document + ": saving resumed");
            change(false);
        }
    }

    /** Informs a participant that has joined while saving is stalled. */
    void welcome(Participant newcomer) {
        if (stalled) {
            newcomer.send(new ServerMessage.SavingStalled(true));
        }
    }

    private void change(boolean now) {
        stalled = now;
        participants.forEach(participant -> participant.send(new ServerMessage.SavingStalled(now)));
    }
}
