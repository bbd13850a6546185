package io.collab.runtime.session;

import static io.collab.runtime.testing.ManualNode.FRUIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.collab.api.Access;
import io.collab.crdt.lib0.Decoder;
import io.collab.runtime.ordering.BusMessage;
import io.collab.runtime.ordering.BusMessageFormat;
import io.collab.runtime.ordering.BusTopic;
import io.collab.runtime.protocol.PresenceTable;
import io.collab.runtime.testing.ManualNode;
import io.collab.runtime.testing.Peer;
import io.collab.runtime.testing.WordEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DocumentPresenceTest {
    private final ManualNode node = new ManualNode(new WordEngine(), SessionResources.Policy.DEFAULTS);
    private final ManualNode.Client ann = node.client("ann", Access.WRITE);
    private final ManualNode.Client bob = node.client("bob", Access.READ);
    private final List<Participant> participants = new ArrayList<>(List.of(ann.participant(), bob.participant()));
    private final DocumentPresence presence = new DocumentPresence(node.resources, FRUIT, participants, node.mailboxes);

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void aChangeReachesAllParticipantsAndOtherNodes() {
        presence.accept(ann.participant(), state(7, 1, "{}"), false);
        node.settle();
        assertThat(ann.lines()).containsExactly("presence 7@1={}");
        assertThat(bob.lines()).containsExactly("presence 7@1={}");
        assertThat(published()).singleElement().isInstanceOfSatisfying(BusMessage.PresenceChanged.class, changed -> {
            assertThat(changed.node()).isEqualTo("node");
            assertThat(changed.bytes()).isEqualTo(state(7, 1, "{}"));
        });
    }

    @Test
    void aRepetitionIsSentToNoClientAndNoNode() {
        presence.accept(ann.participant(), state(7, 1, "{}"), false);
        presence.accept(bob.participant(), state(7, 1, "{}"), false);
        node.settle();
        assertThat(bob.lines()).hasSize(1);
        assertThat(published()).hasSize(1);
    }

    @Test
    void bytesThatAreNotPresenceAreDropped() {
        presence.accept(ann.participant(), new byte[] {1, 1}, false);
        node.settle();
        assertThat(bob.lines()).isEmpty();
        assertThat(published()).isEmpty();
    }

    @Test
    void presenceOfAParticipantThatLeavesIsRemovedHereAndOnOtherNodes() {
        presence.accept(ann.participant(), state(7, 1, "{}"), false);
        participants.remove(ann.participant());
        presence.leave(ann.participant());
        presence.leave(bob.participant());
        sweepAfter(Duration.ofMillis(4_900));
        assertThat(bob.lines()).containsExactly("presence 7@1={}");
        sweepAfter(Duration.ofMillis(100));
        assertThat(bob.lines()).containsExactly("presence 7@1={}", "presence 7@1=null");
        assertThat(published()).hasSize(2);
    }

    @Test
    void aClientThatComesBackSoonStaysPresent() {
        presence.accept(ann.participant(), state(7, 1, "{}"), true);
        participants.remove(ann.participant());
        presence.leave(ann.participant());
        sweepAfter(Duration.ofSeconds(2));
        ManualNode.Client again = node.client("ann again", Access.WRITE);
        participants.add(again.participant());
        presence.accept(again.participant(), state(7, 1, "{}"), true); // the same state, as stock clients send it
        sweepAfter(Duration.ofSeconds(10));
        assertThat(bob.lines()).containsExactly("presence 7@1={}");
    }

    @Test
    void thoseThatLeaveAreRememberedWithinALimit() {
        presence.accept(ann.participant(), state(7, 1, "{}"), false);
        presence.leave(ann.participant());
        for (int i = 0; i < 1_000; i++) {
            presence.leave(node.client("visitor " + i, Access.READ).participant());
        }
        node.settle();
        assertThat(bob.lines()).containsExactly("presence 7@1={}", "presence 7@1=null");
    }

    @Test
    void presenceOfThoseThatHaveLeftIsRemovedFromOtherNodesWhenTheDocumentIsUnloaded() {
        presence.accept(ann.participant(), state(7, 1, "{}"), false);
        presence.leave(ann.participant());
        presence.close();
        node.settle();
        assertThat(published()).hasSize(2);
    }

    private void sweepAfter(Duration time) {
        node.nanos.addAndGet(time.toNanos());
        presence.sweep();
        node.settle();
    }

    @Test
    void aNewcomerReceivesThePresenceOfAllClients() {
        ManualNode.Client newcomer = node.client("cleo", Access.READ);
        presence.sendTo(newcomer.participant());
        presence.accept(ann.participant(), state(7, 1, "{}"), false);
        receive(new BusMessage.PresenceChanged("other", state(9, 1, "{}")));
        presence.sendTo(newcomer.participant());
        node.settle();
        assertThat(newcomer.lines())
                .singleElement()
                .satisfies(line -> assertThat(line).contains("7@1={}", "9@1={}"));
    }

    @Test
    void presenceOfAnotherNodeReachesParticipantsAndIsNotPublishedAgain() {
        receive(new BusMessage.PresenceChanged("other", state(9, 1, "{}")));
        assertThat(ann.lines()).containsExactly("presence 9@1={}");
        assertThat(published()).hasSize(1);
    }

    @Test
    void ownMessagesAndUnreadableOnesAreDropped() {
        receive(new BusMessage.PresenceChanged("node", state(9, 1, "{}")));
        receive(new BusMessage.PresenceChanged("other", new byte[] {1, 1}));
        node.bus.publish(topic(), new byte[] {1, 2, 3});
        node.settle();
        assertThat(ann.lines()).isEmpty();
    }

    @Test
    void anotherNodeThatAsksReceivesThePresenceOfOwnParticipantsOnly() {
        presence.accept(ann.participant(), state(7, 1, "{}"), false);
        receive(new BusMessage.PresenceChanged("other", state(9, 1, "{}")));
        receive(new BusMessage.PresenceAsked("third"));
        assertThat(published()).last().isInstanceOfSatisfying(BusMessage.PresenceChanged.class, answer -> {
            assertThat(answer.node()).isEqualTo("node");
            assertThat(answer.bytes()).isEqualTo(state(7, 1, "{}"));
        });
    }

    @Test
    void anotherNodeThatAsksReceivesNothingIfNoParticipantHasPresence() {
        receive(new BusMessage.PresenceAsked("third"));
        assertThat(published()).hasSize(1);
    }

    @Test
    void aParticipantThatHasNotReadTheAnswerToItsQueryGetsNoOther() {
        presence.accept(ann.participant(), state(7, 1, "\"" + "n".repeat(60_000) + "\""), false);
        presence.accept(ann.participant(), state(8, 1, "\"" + "n".repeat(60_000) + "\""), false);
        node.settle();
        ManualNode.Client newcomer = node.client("cleo", Access.READ);
        newcomer.connection().holdSends();
        for (int i = 0; i < 1_000; i++) {
            presence.answer(newcomer.participant());
        }
        node.settle();
        newcomer.connection().completeSend();
        node.settle();
        assertThat(newcomer.lines()).hasSize(1);
        assertThat(newcomer.connection().closeCode()).isNull();

        presence.answer(newcomer.participant());
        node.settle();
        assertThat(newcomer.lines()).hasSize(2);
    }

    @Test
    void anAnswerThatIsLargerThanABusMessageIsDivided() {
        String name = "\"" + "n".repeat(300) + "\"";
        for (int i = 0; i < 100; i++) {
            ManualNode.Client client = node.client("client-" + i, Access.READ);
            participants.add(client.participant());
            presence.accept(client.participant(), state(100 + i, 1, name), false);
        }
        node.settle();
        node.bus.published().clear();
        node.bus.maxMessageBytes(1_024);

        receive(new BusMessage.PresenceAsked("third"));

        PresenceTable third = new PresenceTable(() -> 0, DocumentLimits.DEFAULTS.presence());
        for (BusMessage message : published()) {
            if (message instanceof BusMessage.PresenceChanged part) {
                third.acceptFromNode(part.node(), part.bytes());
            }
        }
        assertThat(published()).hasSize(35); // the question, and three states in each of the others
        assertThat(new Decoder(third.states()).readVarUint()).isEqualTo(100);
    }

    @Test
    void aStateThatIsLargerThanABusMessageStaysOnThisNode() {
        presence.accept(ann.participant(), state(7, 1, "\"" + "n".repeat(2_000) + "\""), false);
        presence.accept(bob.participant(), state(8, 1, "{}"), false);
        node.settle();
        node.bus.published().clear();
        node.bus.maxMessageBytes(1_024);

        receive(new BusMessage.PresenceAsked("third"));

        assertThat(published())
                .last()
                .isInstanceOfSatisfying(
                        BusMessage.PresenceChanged.class,
                        answer -> assertThat(answer.bytes()).isEqualTo(state(8, 1, "{}")));
    }

    @Test
    void otherNodesAreAskedWhenTheBusResumes() {
        node.bus.resume();
        node.bus.interrupt();
        assertThat(published()).containsExactly(new BusMessage.PresenceAsked("node"));
    }

    @Test
    void presenceThatIsNotRenewedIsRemovedByASweep() {
        presence.accept(ann.participant(), state(7, 1, "{}"), false);
        node.nanos.addAndGet(Duration.ofSeconds(31).toNanos());
        presence.sweep();
        node.settle();
        assertThat(bob.lines()).containsExactly("presence 7@1={}", "presence 7@1=null");
        assertThat(published()).hasSize(1);
    }

    @Test
    void aSweepComesTheConfiguredTimeAfterTheLastOneAtTheEarliest() {
        presence.accept(ann.participant(), state(7, 1, "{}"), false);
        node.nanos.addAndGet(Duration.ofSeconds(28).toNanos());
        presence.sweep();
        node.nanos.addAndGet(Duration.ofSeconds(5).toNanos());
        presence.sweep();
        node.settle();
        assertThat(bob.lines()).containsExactly("presence 7@1={}");
        node.nanos.addAndGet(1);
        presence.sweep();
        node.settle();
        assertThat(bob.lines()).containsExactly("presence 7@1={}", "presence 7@1=null");
    }

    @Test
    void afterTheCloseMessagesOfOtherNodesAreDropped() {
        node.bus.publish(topic(), BusMessageFormat.write(new BusMessage.PresenceChanged("other", state(9, 1, "{}"))));
        presence.close();
        node.settle();
        assertThat(ann.lines()).isEmpty();
        assertThat(node.bus.subscriptions()).isZero();
    }

    private void receive(BusMessage message) {
        node.bus.publish(topic(), BusMessageFormat.write(message));
        node.settle();
    }

    private String topic() {
        return BusTopic.ofPresence(node.store, FRUIT);
    }

    private List<BusMessage> published() {
        return node.bus.published().stream()
                .map(bytes -> BusMessageFormat.read(FRUIT, bytes))
                .toList();
    }

    private static byte[] state(long client, long clock, String json) {
        return Peer.presenceUpdate(client, clock, json);
    }
}
