package io.collab.runtime.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.api.CloseCode;
import io.collab.api.Update;
import io.collab.runtime.protocol.HocuspocusWire;
import io.collab.runtime.protocol.ServerMessage;
import io.collab.runtime.session.SessionResources;
import io.collab.runtime.testing.ListEngine;
import io.collab.runtime.testing.ManualNode;
import io.collab.runtime.testing.Peer;
import io.collab.runtime.testing.RecordingConnection;
import io.collab.runtime.testing.WordEngine;
import io.collab.spi.transport.Frame;
import io.collab.spi.transport.Wire;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SendQueueTest {
    private static final int OVERHEAD = ConnectionLimits.MESSAGE_OVERHEAD;
    private static final ConnectionLimits LIMITS =
            ConnectionLimits.DEFAULTS.withOutbound(new ConnectionLimits.Outbound(100 + 10 * OVERHEAD, 20 + OVERHEAD));

    /** Two of them exceed the limit of the queue, one does not. */
    private static final int MORE_THAN_HALF = 60 + 5 * OVERHEAD;

    private final ManualNode node = new ManualNode(new WordEngine(), SessionResources.Policy.DEFAULTS);
    private final RecordingConnection connection = new RecordingConnection("ann", Wire.HOCUSPOCUS);
    private final SendQueue queue = node.queue(connection, Wire.HOCUSPOCUS, LIMITS);

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void framesAreSentInOrderWithOneInFlight() {
        connection.holdSends();
        queue.send("fruit", new ServerMessage.Denied("no"));
        queue.send("fruit", new ServerMessage.Saved(true));
        queue.send("fruit", new ServerMessage.Saved(false));
        assertSent("denied no");
        completeSend();
        assertSent("denied no", "saved 1");
        completeSend();
        assertSent("denied no", "saved 1", "saved 0");
        completeSend();
        assertThat(connection.inFlight()).isZero();
    }

    @Test
    void aMessageThatTheWireDoesNotHaveIsNotSent() {
        RecordingConnection y = new RecordingConnection("bob", Wire.Y_WEBSOCKET);
        SendQueue withoutAnswers = node.queue(y, Wire.Y_WEBSOCKET, LIMITS);
        withoutAnswers.send("", new ServerMessage.Saved(true));
        withoutAnswers.send("", new ServerMessage.Denied("no"));
        node.settle();
        assertThat(y.frames()).hasSize(1);
    }

    @Test
    void adjacentChangesOfOneDocumentAreMergedWhileTheyWait() {
        connection.holdSends();
        change("fruit", "a");
        change("fruit", "b");
        change("fruit", "c");
        change("stone", "d");
        change("fruit", "e");
        queue.send("fruit", new ServerMessage.Saved(true));
        change("fruit", "f");
        change("fruit", "g");
        assertSent("edit a");
        completeAll();
        assertSent("edit a", "edit b c", "edit d", "edit e", "saved 1", "edit f g");
    }

    @Test
    void changesOfAnEngineThatDoesNotMergeAreSentOneByOne() {
        try (ManualNode lists = new ManualNode(new ListEngine(0), SessionResources.Policy.DEFAULTS)) {
            RecordingConnection other = new RecordingConnection("bob", Wire.HOCUSPOCUS);
            SendQueue unmerged = lists.queue(other, Wire.HOCUSPOCUS, LIMITS);
            other.holdSends();
            for (String word : List.of("0:0:a", "1:0:b", "2:0:c")) {
                unmerged.sendChange(
                        "fruit", List.of(WordEngine.update(word)), List.of(frame("fruit", WordEngine.update(word))));
            }
            lists.settle();
            while (other.inFlight() > 0) {
                other.completeSend();
                lists.settle();
            }
            assertThat(other.lines()).containsExactly("edit 0:0:a", "edit 1:0:b", "edit 2:0:c");
        }
    }

    @Test
    void mergedChangesStayBelow64Kibibytes() {
        SendQueue large = node.queue(connection, Wire.HOCUSPOCUS, ConnectionLimits.DEFAULTS);
        connection.holdSends();
        for (String word : List.of("first", "x".repeat(30_000), "y".repeat(30_000), "z".repeat(30_000))) {
            large.sendChange(
                    "fruit", List.of(WordEngine.update(word)), List.of(frame("fruit", WordEngine.update(word))));
        }
        node.settle();
        completeAll();
        assertThat(connection.lines()).hasSize(3);
        assertThat(connection.lines().get(1)).startsWith("edit xxx").endsWith("yyy");
        assertThat(connection.lines().get(2)).startsWith("edit zzz");
    }

    @Test
    void bytesOfMergedChangesNoLongerCountWhenTheyAreSent() {
        for (int round = 0; round < 20; round++) {
            connection.holdSends();
            change("fruit", "a");
            change("fruit", "b");
            change("fruit", "c");
            node.settle();
            completeAll();
        }
        assertThat(connection.closeCode()).isNull();
    }

    @Test
    void aClientThatLagsByMoreThanTheLimitIsClosedAndWhatWaitsIsDiscarded() {
        connection.holdSends();
        change("fruit", "x".repeat(MORE_THAN_HALF));
        change("stone", "y".repeat(MORE_THAN_HALF));
        node.settle();
        assertThat(connection.closeCode()).isNull();
        change("fruit", "z");
        node.settle();
        assertThat(connection.closeCode()).isEqualTo(CloseCode.SLOW_CONSUMER);
        completeSend();
        assertThat(connection.frames()).hasSize(1);
    }

    @Test
    void manySmallMessagesAreTooManyToo() {
        connection.holdSends();
        for (int i = 0; i < 11; i++) {
            queue.send("", new ServerMessage.Saved(true));
        }
        node.settle();
        assertThat(connection.closeCode()).isNull();
        queue.send("", new ServerMessage.Saved(true));
        node.settle();
        assertThat(connection.closeCode()).isEqualTo(CloseCode.SLOW_CONSUMER);
    }

    @Test
    void manySmallAnswersArePendingToo() {
        connection.holdSends();
        for (int i = 0; i < 11; i++) {
            assertThat(queue.answersPending()).isFalse();
            queue.send("fruit", new ServerMessage.SyncStep2(WordEngine.update("")));
        }
        assertThat(queue.answersPending()).isTrue();
    }

    @Test
    void answersDoNotCountAsLagging() {
        connection.holdSends();
        queue.send("fruit", new ServerMessage.SyncPart(WordEngine.update("x".repeat(MORE_THAN_HALF))));
        node.settle();
        assertThat(queue.answersPending()).isFalse();
        queue.send("fruit", new ServerMessage.SyncStep2(WordEngine.update("y".repeat(MORE_THAN_HALF))));
        assertThat(queue.answersPending()).isTrue();
        change("fruit", "a");
        change("fruit", "b");
        completeAll();
        assertThat(queue.answersPending()).isFalse();
        assertThat(connection.closeCode()).isNull();
        assertThat(connection.lines()).hasSize(3).last().isEqualTo("edit a b");
    }

    @Test
    void presenceIsDroppedFirst() {
        connection.holdSends();
        queue.sendPresence(presence(1));
        change("fruit", "x".repeat(20));
        queue.sendPresence(presence(2));
        change("stone", "a");
        completeAll();
        assertSent("presence 1@1={}", "edit " + "x".repeat(20), "edit a");
        queue.sendPresence(presence(3));
        assertSent("presence 1@1={}", "edit " + "x".repeat(20), "edit a", "presence 3@1={}");
    }

    @Test
    void theSocketIsClosedAfterEverythingThatWaits() {
        connection.holdSends();
        queue.send("fruit", new ServerMessage.Saved(true));
        change("fruit", "a");
        queue.closeAfterAll(CloseCode.SERVICE_RESTART, "restart");
        change("fruit", "b");
        completeSend();
        assertThat(connection.closeCode()).isNull();
        completeSend();
        assertThat(connection.closeCode()).isEqualTo(CloseCode.SERVICE_RESTART);
        assertThat(connection.closeReason()).isEqualTo("restart");
        assertSent("saved 1", "edit a");
    }

    @Test
    void aSendThatFailsClosesTheSocket() {
        connection.holdSends();
        queue.send("fruit", new ServerMessage.Saved(true));
        queue.send("fruit", new ServerMessage.Saved(false));
        node.settle();
        connection.failSend();
        node.settle();
        assertThat(connection.closeCode()).isEqualTo(CloseCode.NORMAL);
        assertSent("saved 1");
    }

    @Test
    void theTimeWithoutAFrameIsMeasured() {
        node.nanos.addAndGet(5);
        assertThat(queue.idleNanos()).isEqualTo(5);
        queue.send("fruit", new ServerMessage.Saved(true));
        node.settle();
        node.nanos.addAndGet(7);
        assertThat(queue.idleNanos()).isEqualTo(7);
    }

    @Test
    void aFrameIsOverdueAfterTheTimeThatASlowClientNeedsForAllThatWasSent() {
        assertThat(queue.overdueNanos()).isZero();
        queue.send("fruit", new ServerMessage.Denied("x".repeat(40_000)));
        node.settle();
        connection.holdSends();
        queue.send("fruit", new ServerMessage.Denied("x".repeat(40_000)));
        node.settle();
        node.nanos.addAndGet(TimeUnit.SECONDS.toNanos(10)); // 80,000 bytes at 8,000 bytes per second
        assertThat(queue.overdueNanos()).isNegative();
        node.nanos.addAndGet(TimeUnit.SECONDS.toNanos(31));
        assertThat(queue.overdueNanos()).isGreaterThan(TimeUnit.SECONDS.toNanos(30));
        completeSend();
        assertThat(queue.overdueNanos()).isZero();
    }

    @Test
    void whatAClientHasReadLongAgoDoesNotExcuseItForEver() {
        for (int i = 0; i < 1_000; i++) { // 40 MB need more than an hour at 8,000 bytes per second
            queue.send("fruit", new ServerMessage.Denied("x".repeat(40_000)));
            node.settle();
        }
        connection.holdSends();
        queue.send("fruit", new ServerMessage.Denied("stuck"));
        node.settle();
        node.nanos.addAndGet(TimeUnit.MINUTES.toNanos(10));
        assertThat(queue.overdueNanos()).isGreaterThan(TimeUnit.SECONDS.toNanos(30));
    }

    private void change(String address, String words) {
        Update update = WordEngine.update(words);
        queue.sendChange(address, List.of(update), List.of(frame(address, update)));
    }

    private static Frame frame(String address, Update update) {
        return new HocuspocusWire().encode(address, new ServerMessage.Edit(update));
    }

    private static Frame presence(long client) {
        return new HocuspocusWire().encode("fruit", new ServerMessage.Presence(Peer.presenceUpdate(client, 1, "{}")));
    }

    private void completeSend() {
        node.settle();
        connection.completeSend();
        node.settle();
    }

    private void completeAll() {
        node.settle();
        while (connection.inFlight() > 0) {
            completeSend();
        }
    }

    private void assertSent(String... lines) {
        node.settle();
        assertThat(connection.lines()).containsExactly(lines);
    }
}
