package io.collab.runtime.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.api.Access;
import io.collab.api.AccessDecision;
import io.collab.api.Authentication;
import io.collab.api.Authenticator;
import io.collab.api.Authorizer;
import io.collab.api.CloseCode;
import io.collab.api.Credentials;
import io.collab.api.DocumentId;
import io.collab.runtime.testing.ManualExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessCheckerTest {

    private final List<String> authorized = new ArrayList<>();

    @Test
    void accessIsGrantedToTheUserInTheTenantOfTheAuthenticator() {
        assertThat(check(authenticated(), granted(Access.READ), "fruit"))
                .isEqualTo(new AccessChecker.Result.Granted("ann", new DocumentId("acme", "fruit"), Access.READ));
        assertThat(authorized).containsExactly("ann acme/fruit");
    }

    @Test
    void theAuthenticatorReceivesTheCredentials() {
        List<Credentials> shown = new ArrayList<>();
        Credentials credentials = Credentials.none().withToken("secret");
        Authenticator recording = given -> {
            shown.add(given);
            return authenticated().authenticate(given);
        };
        new AccessChecker(recording, granted(Access.WRITE), Runnable::run).check(credentials, "fruit");
        assertThat(shown).containsExactly(credentials);
    }

    @Test
    void aUserThatIsNotAuthenticatedIsNotAuthorized() {
        Authenticator refusing =
                credentials -> CompletableFuture.completedFuture(new Authentication.Refused("unknown token"));
        assertThat(check(refusing, granted(Access.WRITE), "fruit"))
                .isEqualTo(new AccessChecker.Result.Unauthenticated("unknown token"));
        assertThat(authorized).isEmpty();
    }

    @Test
    void aDeniedUserReceivesTheReasonOfTheAuthorizer() {
        Authorizer denying =
                (principal, document) -> CompletableFuture.completedFuture(new AccessDecision.Denied("not yours"));
        assertThat(check(authenticated(), denying, "fruit")).isEqualTo(new AccessChecker.Result.Forbidden("not yours"));
    }

    @Test
    void grantedAccessToNothingIsDenied() {
        assertThat(check(authenticated(), granted(Access.NONE), "fruit"))
                .isEqualTo(new AccessChecker.Result.Forbidden("permission-denied"));
    }

    @Test
    void anAuthenticatorThatFailsIsRetryable() {
        Authenticator throwing = credentials -> {
            throw new IllegalStateException("secret detail");
        };
        Authenticator failing =
                credentials -> CompletableFuture.failedFuture(new IllegalStateException("secret detail"));
        Authenticator broken = credentials -> null;
        for (Authenticator authenticator : List.of(throwing, failing, broken)) {
            assertRetryable(check(authenticator, granted(Access.WRITE), "fruit"));
        }
        assertThat(authorized).isEmpty();
    }

    @Test
    void anAuthorizerThatFailsIsRetryable() {
        Authorizer throwing = (principal, document) -> {
            throw new IllegalStateException("secret detail");
        };
        Authorizer failing =
                (principal, document) -> CompletableFuture.failedFuture(new IllegalStateException("secret detail"));
        for (Authorizer authorizer : List.of(throwing, failing)) {
            assertRetryable(check(authenticated(), authorizer, "fruit"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../x", "a//b", "a\0b"})
    void aNameThatIsNotADocumentNameIsNotAuthorized(String name) {
        assertThat(check(authenticated(), granted(Access.WRITE), name))
                .isInstanceOfSatisfying(
                        AccessChecker.Result.BadName.class,
                        bad -> assertThat(bad.reason().closeCode()).isEqualTo(CloseCode.BAD_DOCUMENT_NAME));
        assertThat(authorized).isEmpty();
    }

    @Test
    void applicationCodeRunsOnItsExecutor() {
        ManualExecutor executor = new ManualExecutor();
        CompletableFuture<AccessChecker.Result> result = new AccessChecker(
                        authenticated(), granted(Access.WRITE), executor)
                .check(Credentials.none(), "fruit")
                .toCompletableFuture();
        executor.runNext();
        assertThat(authorized).isEmpty();
        executor.runNext();
        assertThat(authorized).hasSize(1);
        assertThat(result).isCompleted();
    }

    @Test
    void anExecutorThatRejectsIsRetryable() {
        ManualExecutor executor = new ManualExecutor();
        AccessChecker checker = new AccessChecker(authenticated(), granted(Access.WRITE), executor);
        CompletableFuture<AccessChecker.Result> second =
                checker.check(Credentials.none(), "fruit").toCompletableFuture();
        executor.reject(true);
        assertRetryable(
                checker.check(Credentials.none(), "fruit").toCompletableFuture().join());
        executor.runNext();
        assertRetryable(second.join());
    }

    private static void assertRetryable(AccessChecker.Result result) {
        assertThat(result).isInstanceOfSatisfying(AccessChecker.Result.Unavailable.class, unavailable -> {
            assertThat(unavailable.reason().closeCode()).isEqualTo(CloseCode.TRY_AGAIN_LATER);
            assertThat(unavailable.reason()).hasMessageNotContaining("secret");
        });
    }

    private static AccessChecker.Result check(Authenticator authenticator, Authorizer authorizer, String name) {
        Executor direct = Runnable::run;
        return new AccessChecker(authenticator, authorizer, direct)
                .check(Credentials.none(), name)
                .toCompletableFuture()
                .join();
    }

    private static Authenticator authenticated() {
        return credentials -> CompletableFuture.completedFuture(new Authentication.Authenticated("acme", "ann"));
    }

    private Authorizer granted(Access access) {
        return (principal, document) -> {
            authorized.add(principal + " " + document);
            return CompletableFuture.completedFuture(new AccessDecision.Granted(access));
        };
    }
}
