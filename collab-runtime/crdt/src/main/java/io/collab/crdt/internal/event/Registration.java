package io.collab.crdt.internal.event;

import org.jspecify.annotations.Nullable;

/** The removal of one registration. It is effective once: another registration of an equal listener stays. */
public final class Registration implements Runnable {

    private @Nullable Runnable action;

    public Registration(Runnable action) {
        this.action = action;
    }

    @Override
    public void run() {
        Runnable todo = action;
        action = null;
        if (todo != null) {
            todo.run();
        }
    }
}
