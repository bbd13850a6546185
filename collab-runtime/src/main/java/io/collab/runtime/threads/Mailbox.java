package io.collab.runtime.threads;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A serial executor: messages run one at a time, in the order in which they were posted, on the threads of a shared pool. There
 * is a happens-before edge between two messages, so state that only one mailbox touches needs no other protection.
 *
 * <p>Fair: after a turn of {@value #TURN_MESSAGES} messages or {@value #TURN_NANOS} ns the mailbox moves to the end of the
 * pool's queue. The queue has no bound of its own: a caller that posts on behalf of a peer counts that peer's bytes first.
 * Thread-safe; posting does not block.
 */
public final class Mailbox implements Executor {
    private static final System.Logger LOG = System.getLogger(Mailbox.class.getName());
    private static final int TURN_MESSAGES = 64;
    private static final long TURN_NANOS = 5_000_000;

    private final Executor pool;
    private final LongSupplier nanoTime;
    private final Consumer<Throwable> onFailure;
    private final Queue<Runnable> messages = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private volatile @Nullable Thread reporter;

    /**
     * @param pool runs the turns; a rejected turn is reported to {@code onFailure}
     * @param nanoTime a monotonic clock in nanoseconds
     * @param onFailure receives whatever a message throws, on the mailbox; later messages still run
     */
    public Mailbox(Executor pool, LongSupplier nanoTime, Consumer<Throwable> onFailure) {
        this.pool = pool;
        this.nanoTime = nanoTime;
        this.onFailure = onFailure;
    }

    /** Posts a message. Does not block. If the pool throws an error, so does this method, and the message waits for the next one. */
    @Override
    public void execute(Runnable message) {
        messages.add(message);
        schedule();
    }

    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            try {
                pool.execute(this::turn);
            } catch (RejectedExecutionException shutDown) {
                scheduled.set(false);
                Thread current = Thread.currentThread();
                if (reporter != current) { // the owner may post again while it handles this
                    reporter = current;
                    report(shutDown);
                    reporter = null;
                }
            } catch (Throwable notStarted) { // no thread can be created: the next message starts the turn
                scheduled.set(false);
                throw notStarted;
            }
        }
    }

    private void turn() {
        long end = nanoTime.getAsLong() + TURN_NANOS;
        for (int i = 0; i < TURN_MESSAGES; i++) {
            Runnable message = messages.poll();
            if (message == null) {
                break;
            }
            run(message);
            if (nanoTime.getAsLong() - end >= 0) {
                break;
            }
        }
        scheduled.set(false);
        if (!messages.isEmpty()) {
            schedule();
        }
    }

    private void report(Throwable failure) {
        try {
            onFailure.accept(failure);
        } catch (Throwable again) { // the owner cannot even end itself; its later messages still run
            LOG.log(System.Logger.Level.ERROR, "a failure was not handled", again);
        }
    }

    private void run(Runnable message) {
        try {
            message.run();
        } catch (Throwable failure) { // an error that ended the turn would stop the mailbox for ever
            report(failure);
        }
    }
}
