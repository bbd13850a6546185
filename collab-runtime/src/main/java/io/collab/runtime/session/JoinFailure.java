package io.collab.runtime.session;

import io.collab.api.CollabException;
import io.collab.api.StorageException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;

/** Turns the failure of a stage that loads or joins a document into the exception that a client is informed of. */
public final class JoinFailure {
    private static final String MESSAGE = "the document cannot be read now";

    private JoinFailure() {}

    /** Returns the exception that a stage has failed with; a failure without a code of its own is retryable. */
    public static CollabException of(Throwable failure) {
        Throwable cause = unwrap(failure);
        if (cause instanceof CollabException known) {
            return known;
        }
        String code = cause instanceof RejectedExecutionException ? "busy" : "load-failed";
        return StorageException.tryAgainLater(code, MESSAGE, cause);
    }

    /** Returns the exception for a load that has failed: if the store did not answer, the client retries later. */
    static CollabException ofLoad(Throwable failure) {
        CollabException reason = of(failure);
        return reason instanceof StorageException
                ? StorageException.tryAgainLater(reason.code(), MESSAGE, unwrap(failure))
                : reason;
    }

    /** Returns the exception for a load that takes too long. */
    static CollabException loadTimeout() {
        return StorageException.tryAgainLater("load-timeout", MESSAGE, null);
    }

    private static Throwable unwrap(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : null;
        return cause == null ? failure : cause;
    }
}
