package io.collab.tck;

import io.collab.spi.ordering.BusListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A listener that keeps what it is told and checks the grammar {@code (interrupted? resumed message*)*} and that it is
 * told one thing at a time. Thread-safe.
 */
class HeardMessages implements BusListener {
    private final List<String> heard = new ArrayList<>();
    private final List<byte[]> messages = new ArrayList<>();
    private final List<String> mistakes = new ArrayList<>();
    private boolean isUp;
    private boolean isInterrupted;
    private boolean isInside;

    @Override
    public void message(byte[] message) {
        enter("message");
        synchronized (this) {
            if (!isUp) {
                mistakes.add("a message comes before resumed: " + heard);
            }
            messages.add(message);
            heard.add("message");
        }
        leave();
    }

    @Override
    public void interrupted() {
        enter("interrupted");
        synchronized (this) {
            if (isInterrupted) {
                mistakes.add("interrupted comes twice without resumed between them");
            }
            isInterrupted = true;
            isUp = false;
            heard.add("interrupted");
        }
        leave();
    }

    @Override
    public void resumed() {
        enter("resumed");
        synchronized (this) {
            isUp = true;
            isInterrupted = false;
            heard.add("resumed");
        }
        leave();
    }

    /** Everything it was told, in order, by the names of the methods. */
    synchronized List<String> heard() {
        return List.copyOf(heard);
    }

    synchronized List<byte[]> messages() {
        return List.copyOf(messages);
    }

    synchronized List<String> mistakes() {
        return List.copyOf(mistakes);
    }

    boolean awaitResumed(Duration patience) {
        return await(patience, listener -> listener.isUp);
    }

    boolean awaitInterrupted(Duration patience) {
        return await(patience, listener -> listener.isInterrupted);
    }

    boolean await(Duration patience, Predicate<HeardMessages> condition) {
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

    private synchronized void enter(String what) {
        if (isInside) {
            mistakes.add(what + " comes while the listener is being told something else");
        }
        isInside = true;
    }

    private synchronized void leave() {
        isInside = false;
        notifyAll();
    }
}
