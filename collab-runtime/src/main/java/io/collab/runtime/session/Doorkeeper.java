package io.collab.runtime.session;

import io.collab.api.Access;
import io.collab.api.AccessDecision;
import io.collab.api.Authentication;
import io.collab.api.Authenticator;
import io.collab.api.Authorizer;
import io.collab.api.Credentials;
import io.collab.api.DocumentId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Asks the application who somebody is and what they may do. The application's code runs on a pool of its own. Thread-safe.
 */
public final class Doorkeeper {
    private static final System.Logger LOG = System.getLogger(Doorkeeper.class.getName());

    private final Authenticator authenticator;
    private final Authorizer authorizer;
    private final Executor applicationCode;

    public Doorkeeper(Authenticator authenticator, Authorizer authorizer, Executor applicationCode) {
        this.authenticator = authenticator;
        this.authorizer = authorizer;
        this.applicationCode = applicationCode;
    }

    /** What came of it. */
    sealed interface Answer {
        /** Somebody may come in. */
        record Admitted(String principal, DocumentId document, Access access) implements Answer {}

        /** Nobody knows who it is. */
        record Unknown(String reason) implements Answer {}

        /** It is known who it is, and that they may not. */
        record Forbidden(String reason) implements Answer {}

        /** The name cannot be a document's. */
        record BadName(io.collab.api.ProtocolException why) implements Answer {}
    }

    /**
     * Asks about one document.
     *
     * @param name the document's name as the client wrote it
     * @return never fails: an application that throws refuses
     */
    CompletionStage<Answer> ask(Credentials credentials, String name) {
        try {
            return CompletableFuture.supplyAsync(() -> authenticator.authenticate(credentials), applicationCode)
                    .thenCompose(stage -> stage)
                    .thenCompose(who -> authorize(who, name))
                    .exceptionally(Doorkeeper::refused);
        } catch (RejectedExecutionException busy) {
            return CompletableFuture.completedFuture(new Answer.Unknown("too many are waiting"));
        }
    }

    private CompletionStage<Answer> authorize(Authentication who, String name) {
        if (who instanceof Authentication.Authenticated known) {
            DocumentId document = new DocumentId(known.tenant(), name);
            return CompletableFuture.supplyAsync(
                            () -> authorizer.authorize(known.principal(), document), applicationCode)
                    .thenCompose(stage -> stage)
                    .thenApply(decision -> decided(known.principal(), document, decision));
        }
        String reason = ((Authentication.Refused) who).reason();
        return CompletableFuture.completedFuture(new Answer.Unknown(reason));
    }

    private static Answer decided(String principal, DocumentId document, AccessDecision decision) {
        if (decision instanceof AccessDecision.Denied denied) {
            return new Answer.Forbidden(denied.reason());
        }
        Access access = ((AccessDecision.Granted) decision).access();
        return access == Access.NONE
                ? new Answer.Forbidden("permission-denied")
                : new Answer.Admitted(principal, document, access);
    }

    private static Answer refused(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        if (cause instanceof io.collab.api.ProtocolException badName) {
            return new Answer.BadName(badName);
        }
        LOG.log(System.Logger.Level.WARNING, "the application's check failed, nobody is let in", cause);
        return new Answer.Unknown("permission-denied");
    }
}
