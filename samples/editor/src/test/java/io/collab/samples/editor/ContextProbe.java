package io.collab.samples.editor;

import io.collab.api.Access;
import io.collab.api.AccessDecision;
import io.collab.api.Authentication;
import io.collab.api.Authenticator;
import io.collab.api.Authorizer;
import io.collab.api.Credentials;
import io.collab.api.DocumentId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.UserTransaction;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import javax.naming.InitialContext;

/**
 * An access check that accepts every client and records the context in which it is called. The authenticator answers on a
 * thread without a context, as an asynchronous client of another service does.
 */
@ApplicationScoped
public class ContextProbe implements Authenticator, Authorizer {
    private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();

    /** Returns the contexts of the calls that were not polled yet. */
    public BlockingQueue<String> calls() {
        return calls;
    }

    @Override
    public CompletionStage<Authentication> authenticate(Credentials credentials) {
        calls.add("authenticator: " + current());
        CompletableFuture<Authentication> answer = new CompletableFuture<>();
        Thread withoutContext = new Thread(
                null,
                () -> answer.complete(new Authentication.Authenticated(DocumentId.DEFAULT_TENANT, "ann")),
                "another service",
                0,
                false);
        withoutContext.setContextClassLoader(ClassLoader.getSystemClassLoader());
        withoutContext.start();
        return answer;
    }

    @Override
    public CompletionStage<AccessDecision> authorize(String principal, DocumentId document) {
        calls.add("authorizer: " + current());
        return CompletableFuture.completedFuture(new AccessDecision.Granted(Access.WRITE));
    }

    /** Returns the module of {@code java:module}, whether a transaction can be used, and whose class loader is set. */
    static String current() {
        return "module " + module() + ", transaction " + transaction() + ", class loader " + classLoader();
    }

    private static String module() {
        try {
            return InitialContext.doLookup("java:module/ModuleName");
        } catch (Exception absent) {
            return absent.toString();
        }
    }

    private static String transaction() {
        try {
            UserTransaction transaction = InitialContext.doLookup("java:comp/UserTransaction");
            transaction.begin();
            int status = transaction.getStatus();
            transaction.rollback();
            return status == Status.STATUS_ACTIVE ? "active" : "status " + status;
        } catch (Exception absent) {
            return absent.toString();
        }
    }

    private static String classLoader() {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return loader == ContextProbe.class.getClassLoader() ? "of the application" : String.valueOf(loader);
    }
}
