package io.collab.runtime.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.api.Access;
import io.collab.api.Credentials;
import io.collab.api.Generation;
import io.collab.api.Version;
import io.collab.runtime.flow.ConnectionLimits;
import io.collab.runtime.flow.InboundBudget;
import io.collab.runtime.protocol.ClientMessage;
import io.collab.runtime.session.DocumentSession;
import io.collab.runtime.session.SessionRegistry;
import io.collab.runtime.session.SessionResources;
import io.collab.runtime.testing.ManualNode;
import io.collab.runtime.testing.WordEngine;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DocumentChannelTest {
    private static final ConnectionLimits LIMITS = ConnectionLimits.DEFAULTS
            .withMaxFrameBytes(10)
            .withMaxSyncBytes(10)
            .withInbound(new ConnectionLimits.Inbound(1_000, 20, 4));

    private final ManualNode node = new ManualNode(new WordEngine(), SessionResources.Policy.DEFAULTS);
    private final ManualNode.Client ann = node.client("ann", Access.READ);
    private final InboundBudget budget = new InboundBudget(1_000);
    private final DocumentChannel channel = new DocumentChannel("fruit", LIMITS);

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void messagesThatArriveEarlyFollowInOrderWhenTheDocumentIsJoined() {
        receive(channel, "a");
        receive(channel, "b");
        assertThat(channel.isJoined()).isFalse();
        channel.joining(ann.participant());
        channel.joined(session());
        receive(channel, "c");
        node.settle();
        assertThat(channel.isJoined()).isTrue();
        assertThat(ann.lines())
                .filteredOn(line -> line.startsWith("step2"))
                .containsExactly("step2 b c", "step2 a c", "step2 a b");
        assertThat(budget.heldBytes()).isZero();
    }

    @Test
    void earlyMessagesAreLimitedInNumber() {
        for (int i = 0; i < 4; i++) {
            assertThat(receive(channel, "m")).isTrue();
        }
        assertThat(receive(channel, "m")).isFalse();
    }

    @Test
    void earlyMessagesAreLimitedInBytesBesideOneFrame() {
        assertThat(receive(channel, "x".repeat(20))).isTrue();
        assertThat(receive(channel, "y".repeat(10))).isTrue();
        assertThat(receive(channel, "z")).isFalse();
    }

    @Test
    void earlyMessagesAreDiscardedWhenTheClientLeaves() {
        receive(channel, "a");
        receive(channel, "b");
        assertThat(budget.heldBytes()).isEqualTo(2);
        channel.close();
        assertThat(budget.heldBytes()).isZero();
    }

    @Test
    void messagesAfterAccessWasDeniedWaitForTheNextToken() {
        channel.joining(ann.participant());
        channel.joined(session());
        channel.leaveSession();
        assertThat(channel.isJoined()).isFalse();
        receive(channel, "a");
        assertThat(budget.heldBytes()).isEqualTo(1);
        channel.joining(ann.participant());
        channel.joined(session());
        node.settle();
        assertThat(budget.heldBytes()).isZero();
        assertThat(ann.lines()).contains("step2 b c");
    }

    @Test
    void tokensAreCheckedOneAfterTheOtherAndAreLimited() {
        Credentials first = Credentials.none().withToken("first");
        Credentials second = Credentials.none().withToken("second");
        assertThat(channel.addToken(first)).isTrue();
        assertThat(channel.addToken(second)).isTrue();
        assertThat(channel.nextToken()).isEqualTo(first);
        assertThat(channel.nextToken()).isNull();
        channel.checked();
        assertThat(channel.nextToken()).isEqualTo(second);
        for (int i = 0; i < 8; i++) {
            assertThat(channel.addToken(first)).isTrue();
        }
        assertThat(channel.addToken(first)).isFalse();
    }

    @Test
    void aJoinedClientThatLeavesIsRemovedFromItsSession() {
        DocumentSession session = session();
        channel.joining(ann.participant());
        channel.joined(session);
        channel.close();
        node.settle();
        node.append(WordEngine.update("apple"));
        node.settle();
        assertThat(ann.lines()).doesNotContain("edit apple");
    }

    /** Returns the session of a document with the words a, b and c, so that the answer to a SyncStep1 shows what it was. */
    private DocumentSession session() {
        node.store.open(ManualNode.FRUIT, "words", 1, new Generation(UUID.randomUUID()));
        node.appendElsewhere(WordEngine.update("a b c"));
        var joining =
                new SessionRegistry(node.resources).join(ann.participant()).toCompletableFuture();
        node.settle();
        return joining.join();
    }

    private boolean receive(DocumentChannel by, String has) {
        InboundBudget.Reservation bytes = budget.reserve(has.length());
        Version version = Version.of(has.getBytes(StandardCharsets.UTF_8));
        return by.receive(new ClientMessage.SyncStep1("fruit", version), bytes);
    }
}
