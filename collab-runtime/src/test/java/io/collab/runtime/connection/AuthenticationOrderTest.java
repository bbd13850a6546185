package io.collab.runtime.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.collab.api.Access;
import io.collab.api.Authentication;
import io.collab.api.CloseCode;
import io.collab.api.DocumentId;
import io.collab.runtime.flow.ConnectionLimits;
import io.collab.runtime.testing.Peer;
import io.collab.runtime.testing.TestNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuthenticationOrderTest {
    private TestNode node = new TestNode();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void everyTokenIsAnsweredInOrderAndTheLastOneDecides() {
        List<CompletableFuture<Authentication>> pending = new CopyOnWriteArrayList<>();
        node.authenticator = credentials -> {
            CompletableFuture<Authentication> answer = new CompletableFuture<>();
            pending.add(answer);
            return answer.thenApply(ignored -> "good".equals(credentials.token())
                    ? new Authentication.Authenticated(DocumentId.DEFAULT_TENANT, "ann")
                    : new Authentication.Refused("bad token"));
        };
        Peer peer = Peer.hocuspocus(node.connections)
                .authenticate("fruit", "bad")
                .authenticate("fruit", "good")
                .step1("fruit", "");
        await().until(() -> pending.size() == 1);
        pending.get(0).complete(null);
        await().until(() -> pending.size() == 2);
        pending.get(1).complete(null);
        peer.awaitReceived("denied bad token").awaitReceived("in read-write").awaitReceived("step2 ");
        assertThat(peer.received()).startsWith("denied bad token", "in read-write");
    }

    @Test
    void aTokenForAnOpenDocumentChangesItsAccess() {
        Peer peer = Peer.hocuspocus(node.connections).authenticate("fruit").step1("fruit", "");
        peer.awaitReceived("step2 ").edit("fruit", "apple").awaitReceived("saved 1");
        node.access = Access.READ;
        peer.authenticate("fruit")
                .awaitReceived("in readonly")
                .edit("fruit", "pear")
                .awaitReceived("saved 0");
        node.access = Access.WRITE;
        peer.authenticate("fruit")
                .awaitReceived(received ->
                        received.stream().filter("in read-write"::equals).count() == 2);
        peer.edit("fruit", "plum").awaitReceived("edit plum");
        node.access = Access.NONE;
        peer.authenticate("fruit").awaitReceived("denied not you");
        assertThat(node.head("fruit").seq()).isEqualTo(2);
        assertThat(peer.closeCode()).isNull();
    }

    @Test
    void aFailingCheckIsRetryable() {
        node.authenticator = credentials -> {
            throw new IllegalStateException("the identity provider is down");
        };
        assertThat(Peer.y(node.connections, "fruit").awaitClosed()).isEqualTo(CloseCode.TRY_AGAIN_LATER);
        assertThat(Peer.hocuspocus(node.connections).authenticate("fruit").awaitClosed())
                .isEqualTo(CloseCode.TRY_AGAIN_LATER);
    }

    @Test
    void aConnectionThatIsNeverAdmittedIsClosed() {
        node.close();
        node = new TestNode(ConnectionLimits.DEFAULTS.withTimeouts(
                new ConnectionLimits.Timeouts(Duration.ofSeconds(20), Duration.ofSeconds(30), Duration.ofMillis(100))));
        node.access = Access.NONE;
        Peer denied = Peer.hocuspocus(node.connections).authenticate("fruit").awaitReceived("denied not you");
        assertThat(denied.awaitClosed()).isEqualTo(CloseCode.IDLE_TIMEOUT);
        node.authenticator = credentials -> new CompletableFuture<>();
        assertThat(Peer.hocuspocus(node.connections).authenticate("fruit").awaitClosed())
                .isEqualTo(CloseCode.IDLE_TIMEOUT);
    }
}
