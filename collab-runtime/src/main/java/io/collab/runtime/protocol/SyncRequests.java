package io.collab.runtime.protocol;

import io.collab.api.CloseCode;
import io.collab.api.LimitExceededException;
import io.collab.spi.merge.Dependency;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The SyncStep1 messages that the server has sent to one client and that the client has not answered yet. Clients answer in
 * order, and a stock Hocuspocus client expects an acknowledgement for its answer only if the SyncStep1 belongs to the handshake.
 *
 * <p>A client is sent at most one request for missing updates at a time, and each missing update is requested once: stock
 * clients put their own pending updates into every SyncStep2, so repeated requests would be answered for ever. Not thread-safe.
 */
public final class SyncRequests {
    private static final int MAX_OPEN = 1_000;

    private final Deque<Boolean> acknowledged = new ArrayDeque<>();
    private final Set<Dependency> requested = new HashSet<>();
    private boolean requestOpen;

    /**
     * Records a SyncStep1 of the handshake, whose answer is acknowledged.
     *
     * @throws LimitExceededException if the client has left {@value #MAX_OPEN} of them unanswered
     */
    public void handshakeSent() {
        if (acknowledged.size() >= MAX_OPEN) {
            throw new LimitExceededException(
                    "too-many-questions", CloseCode.TOO_FAST, "too many SyncStep1 messages are not answered yet");
        }
        acknowledged.add(true);
    }

    /**
     * Records a request for missing updates, whose answer is not acknowledged.
     *
     * @return false if nothing is to be requested: an earlier request is not answered yet, or all of it was requested before
     */
    public boolean request(Set<Dependency> missing) {
        if (requestOpen || requested.containsAll(missing) || requested.size() >= MAX_OPEN) {
            return false;
        }
        requested.addAll(missing);
        requestOpen = true;
        acknowledged.add(false);
        return true;
    }

    /**
     * Records a SyncStep2 of the client.
     *
     * @return whether the client expects an acknowledgement for it
     */
    public boolean answered() {
        @Nullable Boolean expected = acknowledged.poll();
        if (expected != null && !expected) {
            requestOpen = false;
            return false;
        }
        return true;
    }
}
