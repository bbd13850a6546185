package io.collab.runtime.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.api.Access;
import io.collab.api.CloseCode;
import io.collab.api.Credentials;
import io.collab.api.StorageException;
import io.collab.runtime.flow.ConnectionLimits;
import io.collab.runtime.flow.InboundBudget;
import io.collab.runtime.testing.ManualNode;
import io.collab.runtime.testing.Peer;
import io.collab.runtime.testing.RecordingConnection;
import io.collab.runtime.testing.WordEngine;
import io.collab.spi.transport.ConnectRequest;
import io.collab.spi.transport.Frame;
import io.collab.spi.transport.Wire;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClientConnectionTest {
    private final ConnectionFixture fixture = new ConnectionFixture();
    private final ManualNode node = fixture.node;

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void messagesBeforeTheJoinAreProcessedInOrder() {
        Peer peer = Peer.hocuspocus(fixture.connections);
        peer.authenticate("fruit").step1("fruit", "").edit("fruit", "a").edit("fruit", "b");
        node.settleUntil(() -> count(peer, "saved 1") == 2);
        assertThat(peer.received()).startsWith("in read-write", "step1 ", "step2 ");
    }

    @Test
    void moreMessagesBeforeTheJoinThanTheLimitCloseTheConnection() {
        Peer peer = Peer.hocuspocus(fixture.connections).authenticate("fruit");
        for (int i = 0; i < 4; i++) {
            peer.step1("fruit", "");
            node.mailboxes.runAll();
        }
        assertThat(peer.closeCode()).isNull();
        peer.step1("fruit", "");
        node.mailboxes.runAll();
        assertThat(peer.closeCode()).isEqualTo(CloseCode.TOO_FAST);
    }

    @Test
    void aClientThatSendsNoTokenIsCheckedToo() {
        Peer peer = Peer.hocuspocus(fixture.connections).step1("fruit", "");
        node.settle();
        assertThat(peer.received()).containsExactly("in read-write", "step1 ", "step2 ");
    }

    @Test
    void anotherTokenForAJoinedDocumentIsAnswered() {
        Peer peer = fixture.joined("fruit").authenticate("fruit");
        node.settle();
        assertThat(peer.received()).filteredOn("in read-write"::equals).hasSize(2);
    }

    @Test
    void aDeniedClientMaySendAnotherTokenOnTheSameSocket() {
        fixture.access = Access.NONE;
        Peer peer = fixture.joined("fruit");
        assertThat(peer.received()).containsExactly("denied permission-denied");
        assertThat(peer.closeCode()).isNull();
        fixture.access = Access.WRITE;
        peer.authenticate("fruit");
        node.settle();
        assertThat(peer.received()).endsWith("in read-write", "step1 ", "step2 ");
    }

    @Test
    void aDeniedClientOfASocketWithOneDocumentIsClosed() {
        fixture.access = Access.NONE;
        Peer peer = Peer.y(fixture.connections, "fruit");
        node.settle();
        assertThat(peer.received()).hasSize(1);
        assertThat(peer.closeCode()).isEqualTo(CloseCode.FORBIDDEN);
    }

    @Test
    void theEndOfAnEarlierUsersParticipationDoesNotCloseTheDocumentForTheNextUser() {
        Peer peer = fixture.joined("fruit");
        node.store.delete(ManualNode.FRUIT, node.head().generation());
        node.timer.advance(Duration.ofMillis(5_100));
        fixture.principal = "bob";
        peer.authenticate("fruit").step1("fruit", "");
        node.reads.runAll(); // the poll ends the session while the connection changes the user
        node.settle();
        assertThat(peer.received()).noneMatch(line -> line.startsWith("closed"));
        assertThat(count(peer, "in read-write")).isEqualTo(2);
        peer.edit("fruit", "apple");
        node.settleUntil(() -> peer.received().contains("saved 1"));
    }

    @Test
    void manyDocumentsShareASocketAndOneCanBeLeft() {
        Peer peer = fixture.joined("fruit", "stone").leave("fruit");
        node.settle();
        assertThat(peer.received()).contains("closed provider_initiated");
        node.append(WordEngine.update("apple"));
        peer.edit("stone", "granite");
        node.settleUntil(() -> peer.received().contains("saved 1"));
        assertThat(peer.received()).contains("edit granite").doesNotContain("edit apple");
        assertThat(peer.closeCode()).isNull();
    }

    @Test
    void aDocumentMayBeOpenTwiceOnOneSocket() {
        Peer peer = fixture.joined("fruit", "fruit\0tab2");
        node.append(WordEngine.update("apple"));
        node.settle();
        assertThat(count(peer, "edit apple")).isEqualTo(2);
        peer.leave("fruit\0tab2");
        node.settle();
        node.append(WordEngine.update("pear"));
        node.settle();
        assertThat(count(peer, "edit pear")).isEqualTo(1);
    }

    @Test
    void moreDocumentsThanTheLimitCloseTheConnection() {
        Peer peer = fixture.joined("a", "b", "c");
        peer.leave("a");
        node.settle();
        peer.authenticate("d");
        node.settle();
        assertThat(peer.closeCode()).isNull();
        peer.authenticate("e");
        node.settle();
        assertThat(peer.closeCode()).isEqualTo(CloseCode.TOO_FAST);
    }

    @Test
    void aClientThatLeavesWhileItJoinsIsNotInTheSession() {
        Peer peer = Peer.hocuspocus(fixture.connections).authenticate("fruit");
        node.mailboxes.runAll();
        peer.leave("fruit");
        node.settle();
        assertThat(fixture.registry.size()).isEqualTo(1);
        node.append(WordEngine.update("apple"));
        node.settle();
        assertThat(peer.received()).doesNotContain("edit apple");
    }

    @Test
    void anUnreadableFrameClosesItsOwnConnectionOnly() {
        Peer good = fixture.joined("fruit");
        for (byte[] garbage : List.of(new byte[] {}, new byte[] {(byte) 0xff}, new byte[] {5, 'f', 'r'})) {
            Peer bad = fixture.joined("fruit").raw(garbage);
            node.settle();
            assertThat(bad.closeCode()).isEqualTo(CloseCode.BAD_MESSAGE);
        }
        Peer huge = fixture.joined("fruit").raw(new byte[101]);
        node.settle();
        assertThat(huge.closeCode()).isEqualTo(CloseCode.MESSAGE_TOO_BIG);
        assertThat(good.closeCode()).isNull();
    }

    @Test
    void aTextFrameClosesTheConnection() {
        RecordingConnection connection = new RecordingConnection("ann", Wire.HOCUSPOCUS);
        fixture.connections
                .accept(connection, new ConnectRequest(Wire.HOCUSPOCUS, "", null, null, Credentials.none()))
                .onFrame(new Frame.Text("{}"));
        node.settle();
        assertThat(connection.closeCode()).isEqualTo(CloseCode.BAD_MESSAGE);
    }

    @Test
    void moreBytesThanTheBudgetBeforeTheyAreProcessedCloseTheConnection() {
        Peer peer = fixture.joined("fruit");
        for (int i = 0; i < 10; i++) {
            peer.step1("fruit", "x".repeat(80));
            node.settle();
        }
        assertThat(peer.closeCode()).isNull();
        for (int i = 0; i < 6; i++) {
            peer.step1("fruit", "x".repeat(80));
        }
        node.settle();
        assertThat(peer.closeCode()).isEqualTo(CloseCode.TOO_FAST);
    }

    @Test
    void manySmallMessagesAreTooManyToo() {
        Peer peer = fixture.joined("fruit");
        for (int i = 0; i < 7; i++) {
            peer.raw(new byte[] {10});
        }
        node.settle();
        assertThat(peer.closeCode()).isNull();
        for (int i = 0; i < 8; i++) {
            peer.raw(new byte[] {10});
        }
        node.settle();
        assertThat(peer.closeCode()).isEqualTo(CloseCode.TOO_FAST);
    }

    @Test
    void whatWasEditedOfflineMayBeLargerThanOneMessage() {
        Peer peer = connect(ConnectionFixture.LIMITS.withMaxSyncBytes(300), new InboundBudget(0));
        peer.authenticate("fruit").step2("fruit", "x".repeat(250));
        node.settleUntil(() -> peer.received().contains("saved 1"));
        assertThat(peer.closeCode()).isNull();
    }

    @Test
    void aMessageThatIsTooLargeClosesItsDocumentWhichIsNotOpenedAgainForAWhile() {
        ConnectionRegistry connections = registry(ConnectionFixture.LIMITS.withMaxSyncBytes(300), new InboundBudget(0));
        Peer peer = Peer.hocuspocus(connections);
        peer.authenticate("fruit").authenticate("other").edit("fruit", "x".repeat(150));
        node.settle();
        assertThat(peer.received()).anyMatch(line -> line.startsWith("closed 4413 message-too-large"));
        peer.authenticate("fruit").edit("other", "served");
        node.settleUntil(() -> peer.received().contains("saved 1"));
        int answers = peer.received().size();
        node.nanos.addAndGet(Duration.ofSeconds(14).toNanos());
        connections.tick();
        peer.authenticate("fruit");
        node.settle();
        assertThat(peer.received()).hasSize(answers);
        node.nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        connections.tick();
        peer.authenticate("fruit");
        node.settle();
        assertThat(peer.received()).hasSizeGreaterThan(answers);
        assertThat(peer.closeCode()).isNull();
    }

    @Test
    void largeMessagesOfAllConnectionsHaveABoundTogether() {
        ConnectionLimits limits = ConnectionFixture.LIMITS.withMaxFrameBytes(1 << 20);
        InboundBudget large = new InboundBudget(150_000);
        Peer first = connect(limits, large).authenticate("fruit");
        Peer second = connect(limits, large).authenticate("fruit");
        first.step1("fruit", "x".repeat(80_000));
        second.step1("fruit", "x".repeat(80_000));
        second.step1("fruit", "small");
        node.settle();
        assertThat(first.closeCode()).isNull();
        assertThat(second.closeCode()).isEqualTo(CloseCode.TRY_AGAIN_LATER);
        assertThat(large.heldBytes()).isZero();
    }

    @Test
    void aLargeMessageThatIsNotReadReturnsItsBytesToTheBudgetOfTheNode() {
        InboundBudget large = new InboundBudget(1 << 20);
        ConnectionRegistry connections = registry(ConnectionFixture.LIMITS.withMaxFrameBytes(1 << 20), large);
        byte[] unreadable = new byte[80_000];
        Arrays.fill(unreadable, (byte) 0xff);
        Peer y = Peer.y(connections, "fruit");
        node.settle();
        y.raw(unreadable);
        Peer hocuspocus = Peer.hocuspocus(connections).raw(unreadable);
        node.settle();
        assertThat(y.closeCode()).isEqualTo(CloseCode.BAD_MESSAGE);
        assertThat(hocuspocus.closeCode()).isEqualTo(CloseCode.BAD_MESSAGE);
        assertThat(large.heldBytes()).isZero();
    }

    @Test
    void aLargeMessageForOneDocumentTooManyReturnsItsBytesToTheBudgetOfTheNode() {
        InboundBudget large = new InboundBudget(1 << 20);
        Peer peer = connect(ConnectionFixture.LIMITS.withDocuments(1).withMaxFrameBytes(1 << 20), large);
        peer.authenticate("fruit").step1("other", "x".repeat(80_000));
        node.settle();
        assertThat(peer.closeCode()).isEqualTo(CloseCode.TOO_FAST);
        assertThat(large.heldBytes()).isZero();
    }

    @Test
    void aDeniedDocumentKeepsNoLargeMessage() {
        InboundBudget large = new InboundBudget(1 << 20);
        Peer peer = connect(ConnectionFixture.LIMITS.withMaxFrameBytes(1 << 20).withSendQueueBytes(1 << 20), large);
        fixture.access = Access.NONE;
        peer.authenticate("fruit").step1("fruit", "").edit("fruit", "x".repeat(80_000));
        node.settle();
        assertThat(large.heldBytes()).isZero();
        peer.edit("fruit", "y".repeat(80_000));
        node.settle();
        assertThat(large.heldBytes()).isZero();

        fixture.access = Access.WRITE;
        peer.authenticate("fruit");
        node.settle();
        assertThat(peer.received()).endsWith("in read-write", "step1 ", "step2 ");
        peer.edit("fruit", "z".repeat(80_000));
        node.settleUntil(() -> peer.received().contains("saved 1"));
        assertThat(large.heldBytes()).isZero();
    }

    private Peer connect(ConnectionLimits limits, InboundBudget largeMessages) {
        return Peer.hocuspocus(registry(limits, largeMessages));
    }

    private ConnectionRegistry registry(ConnectionLimits limits, InboundBudget largeMessages) {
        return new ConnectionRegistry(
                new ConnectionResources(fixture.registry, node.resources, fixture.checker, limits, largeMessages));
    }

    @Test
    void documentsThatAreLeftWhileTheyWaitForTheirCheckAreForgotten() throws ReflectiveOperationException {
        AccessChecker hanging = new AccessChecker(
                credentials -> new CompletableFuture<>(), (user, document) -> new CompletableFuture<>(), Runnable::run);
        ConnectionRegistry busy = new ConnectionRegistry(
                new ConnectionResources(fixture.registry, node.resources, hanging, ConnectionFixture.LIMITS));
        Peer peer = Peer.hocuspocus(busy);
        for (int i = 0; i < 100; i++) {
            peer.authenticate("fruit").leave("fruit");
            node.settle();
        }
        assertThat(peer.closeCode()).isNull();
        assertThat(waitingForCheck(peer)).isEmpty();
    }

    private static Collection<?> waitingForCheck(Peer peer) throws ReflectiveOperationException {
        Field listener = Peer.class.getDeclaredField("listener");
        listener.setAccessible(true);
        Field waiting = ClientConnection.class.getDeclaredField("waitingForCheck");
        waiting.setAccessible(true);
        return (Collection<?>) waiting.get(listener.get(peer));
    }

    @Test
    void everyKindOfMessageReturnsItsBytesToTheBudget() {
        Peer peer = fixture.joined("fruit");
        for (int i = 0; i < 10; i++) {
            peer.raw(new byte[] {10}).authenticate("fruit").presence("fruit", 1, i, "\"" + "p".repeat(60) + "\"");
            node.settle();
            peer.leave("fruit").authenticate("fruit").step2("fruit", "x".repeat(70));
            int saved = i + 1;
            node.settleUntil(() -> count(peer, "saved 1") == saved);
        }
        assertThat(peer.closeCode()).isNull();
    }

    @Test
    void aClientThatWasSentNothingIsSentAKeepAlive() {
        Peer pinged = fixture.joined("fruit");
        Peer y = Peer.y(fixture.connections, "fruit");
        Peer alone = Peer.hocuspocus(fixture.connections);
        node.settle();
        fixture.tickAfter(Duration.ofSeconds(20));
        assertThat(pinged.received()).doesNotContain("ping");
        fixture.tickAfter(Duration.ofNanos(1));
        assertThat(pinged.received()).containsOnlyOnce("ping");
        assertThat(y.received()).last().isEqualTo("edit \0\0");
        assertThat(alone.received()).isEmpty();
        fixture.tickAfter(Duration.ofSeconds(20));
        assertThat(pinged.received()).containsOnlyOnce("ping");
    }

    @Test
    void aClientThatHasNotJoinedIsSentNoKeepAlive() {
        fixture.access = Access.NONE;
        Peer denied = fixture.joined("fruit");
        fixture.tickAfter(Duration.ofSeconds(21));
        assertThat(denied.received()).containsExactly("denied permission-denied");
    }

    @Test
    void aClientThatDoesNotReadAFrameInTimeIsClosed() {
        Peer peer = fixture.joined("fruit");
        peer.stopReading();
        peer.step1("fruit", "");
        node.settle();
        fixture.tickAfter(Duration.ofSeconds(30));
        assertThat(peer.closeCode()).isNull();
        fixture.tickAfter(Duration.ofSeconds(1));
        assertThat(peer.closeCode()).isEqualTo(CloseCode.SLOW_CONSUMER);
    }

    @Test
    void aConnectionWithoutDocumentsIsClosed() {
        Peer empty = Peer.hocuspocus(fixture.connections);
        Peer left = fixture.joined("fruit").leave("fruit");
        Peer joined = fixture.joined("fruit");
        fixture.tickAfter(Duration.ofSeconds(60));
        assertThat(empty.closeCode()).isNull();
        fixture.tickAfter(Duration.ofNanos(1));
        assertThat(empty.closeCode()).isEqualTo(CloseCode.IDLE_TIMEOUT);
        assertThat(left.closeCode()).isEqualTo(CloseCode.IDLE_TIMEOUT);
        assertThat(joined.closeCode()).isNull();
    }

    @Test
    void aDocumentThatEndsClosesTheSocketWithTheLastDocumentOnly() {
        Peer peer = fixture.joined("fruit", "stone");
        Peer y = Peer.y(fixture.connections, "fruit");
        node.settle();
        fixture.registry.close(
                new StorageException("going-down", CloseCode.SERVICE_RESTART, "the node is shutting down", null));
        node.settle();
        assertThat(peer.received()).containsOnlyOnce("closed 1012 going-down: the node is shutting down");
        assertThat(peer.closeCode()).isEqualTo(CloseCode.SERVICE_RESTART);
        assertThat(y.closeCode()).isEqualTo(CloseCode.SERVICE_RESTART);
    }

    @Test
    void aDocumentThatCannotBeLoadedNowClosesTheSocketWithARetryableCode() {
        node.store.goDown();
        Peer peer = fixture.joined("fruit");
        assertThat(peer.closeCode()).isEqualTo(CloseCode.TRY_AGAIN_LATER);
    }

    private static long count(Peer peer, String line) {
        return peer.received().stream().filter(line::equals).count();
    }
}
