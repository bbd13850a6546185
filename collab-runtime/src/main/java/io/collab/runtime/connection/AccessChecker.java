package io.collab.runtime.connection;

import io.collab.api.Access;
import io.collab.api.AccessDecision;
import io.collab.api.Authentication;
import io.collab.api.Authenticator;
import io.collab.api.Author;
import io.collab.api.Authorizer;
import io.collab.api.CloseCode;
import io.collab.api.CollabException;
import io.collab.api.Credentials;
import io.collab.api.DocumentId;
import io.collab.api.LimitExceededException;
import io.collab.api.ProtocolException;
import io.collab.runtime.log.RepeatedLog;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks the application's {@link Authenticator} and {@link Authorizer} whether a client may open a document. Their code runs on an
 * executor of its own. Thread-safe; does not block.
 */
public final class AccessChecker {
    private static final RepeatedLog TOO_LONG = new RepeatedLog(AccessChecker.class, System.Logger.Level.WARNING);
    private static final RepeatedLog LATE = new RepeatedLog(AccessChecker.class, System.Logger.Level.WARNING);
    private static final RepeatedLog FAILED = new RepeatedLog(AccessChecker.class, System.Logger.Level.WARNING);

    private static final long TIMEOUT_SECONDS = 30;

    private final Authenticator authenticator;
    private final Authorizer authorizer;
    private final Executor applicationCode;

    public AccessChecker(Authenticator authenticator, Authorizer authorizer, Executor applicationCode) {
        this.authenticator = authenticator;
        this.authorizer = authorizer;
        this.applicationCode = applicationCode;
    }

    /** The result of a check. */
    sealed interface Result {
        /** The client may open the document. */
        record Granted(String principal, DocumentId document, Access access) implements Result {}

        /** The client is not authenticated. */
        record Unauthenticated(String reason) implements Result {}

        /** The client is authenticated and may not open the document. */
        record Forbidden(String reason) implements Result {}

        /** The check could not be made: it was not answered, or too many checks wait. The client retries later. */
        record Unavailable(CollabException reason) implements Result {}

        /** The name is not a valid document name. */
        record BadName(ProtocolException reason) implements Result {}
    }

    /**
     * Checks the access to one document.
     *
     * @param name the document's name as the client wrote it
     * @return never fails; completes with {@link Result.Unavailable} if the check throws or takes longer than
     *     {@value #TIMEOUT_SECONDS} seconds
     */
    CompletionStage<Result> check(Credentials credentials, String name) {
        try {
            return CompletableFuture.supplyAsync(() -> authenticator.authenticate(credentials), applicationCode)
                    .thenCompose(stage -> stage)
                    .thenCompose(authentication -> authorize(authentication, name))
                    .orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .exceptionally(AccessChecker::failed);
        } catch (RejectedExecutionException busy) {
            return CompletableFuture.completedFuture(unavailable("too many access checks are waiting"));
        }
    }

    private CompletionStage<Result> authorize(Authentication authentication, String name) {
        if (authentication instanceof Authentication.Authenticated user) {
            DocumentId document = new DocumentId(user.tenant(), name);
            return CompletableFuture.supplyAsync(
                            () -> authorizer.authorize(user.principal(), document), applicationCode)
                    .thenCompose(stage -> stage)
                    .thenApply(decision -> result(user.principal(), document, decision));
        }
        String reason = ((Authentication.Refused) authentication).reason();
        return CompletableFuture.completedFuture(new Result.Unauthenticated(reason));
    }

    private static Result result(String principal, DocumentId document, AccessDecision decision) {
        if (decision instanceof AccessDecision.Denied denied) {
            return new Result.Forbidden(denied.reason());
        }
        Access access = ((AccessDecision.Granted) decision).access();
        if (principal.length() > Author.MAX_PRINCIPAL_LENGTH) {
            TOO_LONG.log(() -> "the authenticator returned a principal that is too long");
            return new Result.Forbidden("principal-too-long");
        }
        return access == Access.NONE
                ? new Result.Forbidden("permission-denied")
                : new Result.Granted(principal, document, access);
    }

    private static Result failed(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        if (cause instanceof ProtocolException badName) {
            return new Result.BadName(badName);
        }
        if (cause instanceof TimeoutException || cause instanceof RejectedExecutionException) {
            LATE.log(() -> "an access check of the application was not answered in time");
        } else {
            FAILED.log(() -> "an access check of the application failed", cause);
        }
        return unavailable("access cannot be checked now");
    }

    private static Result unavailable(String message) {
        return new Result.Unavailable(
                new LimitExceededException("access-check-failed", CloseCode.TRY_AGAIN_LATER, message));
    }
}
