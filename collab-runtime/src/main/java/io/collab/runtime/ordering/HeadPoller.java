package io.collab.runtime.ordering;

import io.collab.api.DocumentId;
import io.collab.api.StorageException;
import io.collab.runtime.log.RepeatedLog;
import io.collab.spi.storage.Head;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Polls the heads of all followed documents, so that a lost bus message only delays a commit: every
 * {@link OrderingLimits#pollInterval()}, and every {@link OrderingLimits#interruptedPollInterval()} while the bus is interrupted.
 * Thread-safe; the store is read on the sequencer's read pool.
 */
final class HeadPoller {
    private static final System.Logger LOG = System.getLogger(HeadPoller.class.getName());
    private static final RepeatedLog FAILURES = new RepeatedLog(HeadPoller.class, System.Logger.Level.WARNING);

    private final StoreSequencer sequencer;
    private final AtomicBoolean polling = new AtomicBoolean();

    HeadPoller(StoreSequencer sequencer) {
        this.sequencer = sequencer;
    }

    /** Starts the timer, which ends with the sequencer. */
    void start() {
        tick(Duration.ZERO);
    }

    /** Runs at the shorter interval, so that an interruption of the bus is noticed at once. */
    private void tick(Duration sinceLastPoll) {
        OrderingLimits limits = sequencer.limits();
        Duration next = limits.interruptedPollInterval();
        Duration passed = sinceLastPoll;
        try {
            if (passed.compareTo(limits.pollInterval()) >= 0 || sequencer.busInterrupted()) {
                passed = Duration.ZERO;
                poll();
            }
        } finally { // whatever was thrown, the next tick follows
            Duration sinceThisPoll = passed.plus(next);
            sequencer.after(next, () -> tick(sinceThisPoll));
        }
    }

    private void poll() {
        if (sequencer.isFollowed() && polling.compareAndSet(false, true)) {
            sequencer.read(() -> {
                try {
                    pollAll(sequencer.followings());
                } catch (StorageException unavailable) {
                    LOG.log(System.Logger.Level.DEBUG, "heads cannot be polled: {0}", unavailable.code());
                } catch (Throwable failure) { // on the read pool nothing else would report it
                    FAILURES.log(() -> "heads cannot be polled", failure);
                } finally {
                    polling.set(false);
                }
            });
        }
    }

    /**
     * Reads the heads of the documents of these followings. A following that begins during the read is not in the list: its
     * generation may be newer than the head.
     */
    private void pollAll(List<StoreFollowing> followings) {
        List<DocumentId> documents =
                followings.stream().map(StoreFollowing::document).distinct().toList();
        List<Long> floors = followings.stream().map(StoreFollowing::delivered).toList();
        Map<DocumentId, Head> heads = sequencer.store().heads(documents);
        for (int i = 0; i < floors.size(); i++) {
            StoreFollowing following = followings.get(i);
            following.headSeen(heads.get(following.document()), floors.get(i));
        }
    }
}
