package io.collab.crdt;

import org.jspecify.annotations.Nullable;

/** Takes back one registration, however often it is run: an equal one that was made apart stays. */
final class Once implements Runnable {

    private @Nullable Runnable action;

    Once(Runnable action) {
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
