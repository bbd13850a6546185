package io.collab.crdt.internal.event;

import org.jspecify.annotations.Nullable;

/**
 * The failures of listeners: a failure does not prevent the call of the other listeners, and the first failure is
 * thrown at the end. Not thread-safe.
 */
public final class ListenerFailures {

    private @Nullable Throwable first;

    /** Runs an action and records its failure. */
    public void run(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            add(e);
        }
    }

    public void add(Throwable failure) {
        if (first == null) {
            first = failure;
        } else if (first != failure) {
            first.addSuppressed(failure);
        }
    }

    /** Throws the first failure, if there is one; the others are suppressed exceptions of it. */
    public void throwFirst() {
        if (first instanceof RuntimeException e) {
            throw e;
        } else if (first instanceof Error e) {
            throw e;
        }
    }
}
