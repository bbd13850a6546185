package io.collab.runtime.commit;

import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * The thread of a lane. It survives whatever a turn throws, and an interrupt that is not its own end. Thread-safe.
 */
final class LaneThread {
    private static final System.Logger LOG = System.getLogger(LaneThread.class.getName());

    private final Turn turn;
    private volatile boolean stopping;
    private volatile @Nullable Thread thread;

    /** One turn of a lane. */
    interface Turn {
        /**
         * Waits for work for a short time and does it.
         *
         * @param stopping whether the lane ends as soon as nothing waits
         * @return whether something still waits
         */
        boolean run(boolean stopping) throws InterruptedException;
    }

    LaneThread(Turn turn) {
        this.turn = turn;
    }

    void start(ThreadFactory threads) {
        Thread started = threads.newThread(this::run);
        thread = started;
        started.start();
    }

    void stop() {
        stopping = true;
    }

    void join(long millis) throws InterruptedException {
        Thread running = thread;
        if (running != null) {
            running.join(millis);
        }
    }

    /** Returns whether the thread runs. */
    boolean isAlive() {
        Thread running = thread;
        return running != null && running.isAlive();
    }

    private void run() {
        boolean waiting = true;
        while (waiting || !stopping) {
            try {
                waiting = turn.run(stopping);
            } catch (InterruptedException interrupted) {
                LOG.log(System.Logger.Level.DEBUG, "a commit lane was interrupted");
            } catch (Throwable bug) {
                waiting = false; // a turn that always fails must not keep a lane that stops
                LOG.log(System.Logger.Level.ERROR, "a turn of a commit lane failed", bug);
            }
        }
    }
}
