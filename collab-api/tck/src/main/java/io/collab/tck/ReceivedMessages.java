package io.collab.tck;

import io.collab.spi.ordering.BusListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A listener that records its calls. It checks the grammar {@code (interrupted? resumed message*)*} and that there is
 * one call at a time. Thread-safe.
 */
class ReceivedMessages implements BusListener {
    private final List<String> calls = new ArrayList<>();
    private final List<byte[]> messages = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private boolean isUp;
    private boolean isInterrupted;
    private boolean isRunning;

    @Override
    public void message(byte[] message) {
        enter("message");
        synchronized (this) {
            if (!isUp) {
                violations.add("a message arrives before resumed: " + calls);
            }
            messages.add(message);
            calls.add("message");
        }
        leave();
    }

    @Override
    public void interrupted() {
        enter("interrupted");
        synchronized (this) {
            if (isInterrupted) {
                violations.add("interrupted arrives twice without resumed in between");
            }
            isInterrupted = true;
            isUp = false;
            calls.add("interrupted");
        }
        leave();
    }

    @Override
    public void resumed() {
        enter("resumed");
        synchronized (this) {
            isUp = true;
            isInterrupted = false;
            calls.add("resumed");
        }
        leave();
    }

    /** Returns the names of the called methods, in order. */
    synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    synchronized List<byte[]> messages() {
        return List.copyOf(messages);
    }

    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    boolean awaitResumed(Duration patience) {
        return await(patience, listener -> listener.isUp);
    }

    boolean awaitInterrupted(Duration patience) {
        return await(patience, listener -> listener.isInterrupted);
    }

    boolean await(Duration patience, Predicate<ReceivedMessages> condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        synchronized (this) {
            while (!condition.test(this)) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    return false;
                }
                try {
                    wait(left);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
            return true;
        }
    }

    private synchronized void enter(String call) {
        if (isRunning) {
            violations.add(call + " begins while another call is running");
        }
        isRunning = true;
    }

    private synchronized void leave() {
        isRunning = false;
        notifyAll();
    }
}
