package io.collab.crdt.internal.event;

import org.jspecify.annotations.Nullable;

/** Takes back one registration, however often it is run: an equal one that was made apart stays. */
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
