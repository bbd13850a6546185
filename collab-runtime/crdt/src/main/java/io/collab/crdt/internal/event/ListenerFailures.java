package io.collab.crdt.internal.event;

import org.jspecify.annotations.Nullable;

/** What went wrong in listeners: none keeps the others from being called, and the first failure is thrown at the end. */
public final class ListenerFailures {

    private @Nullable Throwable first;

    /** Runs something and keeps its failure. */
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

    /** Throws the first failure, if there is one. */
    public void throwFirst() {
        if (first instanceof RuntimeException e) {
            throw e;
        } else if (first instanceof Error e) {
            throw e;
        }
    }
}
