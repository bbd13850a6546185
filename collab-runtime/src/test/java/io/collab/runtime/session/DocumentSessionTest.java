package io.collab.runtime.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.collab.api.Access;
import io.collab.api.CloseCode;
import io.collab.api.DocumentId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What people and their clients may rely on, whichever engine, store and transport. */
class DocumentSessionTest {
    private static final SessionLimits LIMITS = SessionLimits.defaults();

    private TestNode node = new TestNode();

    @AfterEach
    void close() {
        node.close();
    }

    private Peer joined(String document) {
        Peer peer = Peer.hocuspocus(node.gateway).authenticate(document).step1(document, "");
        return peer.awaitTold(told -> told.stream().anyMatch(line -> line.startsWith("step2")));
    }

    @Test
    void both_wires_share_a_document() {
        Peer y = Peer.y(node.gateway, "fruit").step1("", "");
        y.awaitTold("step2 ");
        Peer h = joined("fruit");

        y.edit("", "apple");
        h.awaitTold("edit apple");
        h.edit("fruit", "pear").awaitTold("saved 1");
        y.awaitTold("edit pear").awaitTold("edit apple");
    }

    @Test
    void a_newcomer_is_told_in_the_order_of_the_wire() {
        Peer first = joined("fruit").edit("fruit", "apple").awaitTold("saved 1");
        Peer second = Peer.hocuspocus(node.gateway).authenticate("fruit").step1("fruit", "");
        second.awaitTold("step2 apple");
        assertThat(second.told()).startsWith("in read-write", "step1 apple", "step2 apple");
        Peer y = Peer.y(node.gateway, "fruit");
        y.awaitTold("step1 apple");
        assertThat(first.told()).contains("edit apple");
    }

    @Test
    void nothing_is_seen_or_called_saved_before_it_is_durable() {
        Peer writer = joined("fruit");
        Peer reader = joined("fruit");
        node.holdLog();
        writer.edit("fruit", "apple");
        await().until(() -> node.appends.get() == 1);
        Peer newcomer = Peer.hocuspocus(node.gateway).authenticate("fruit").step1("fruit", "");
        newcomer.awaitTold("step2 ");
        assertThat(writer.told()).doesNotContain("saved 1");
        assertThat(reader.told()).doesNotContain("edit apple");
        node.releaseLog();
        writer.awaitTold("saved 1");
        reader.awaitTold("edit apple");
    }

    @Test
    void a_duplicate_of_a_change_in_flight_is_not_called_saved_before_the_change_is() {
        Peer first = joined("fruit");
        Peer second = joined("fruit");
        node.holdLog();
        first.edit("fruit", "apple");
        await().until(() -> node.appends.get() == 1);
        second.edit("fruit", "apple");
        second.step1("fruit", "nothing")
                .awaitTold(told ->
                        told.stream().filter(line -> line.startsWith("step2")).count() == 2);
        assertThat(second.told()).doesNotContain("saved 1");
        node.releaseLog();
        second.awaitTold("saved 1");
        assertThat(node.head("fruit").seq()).isEqualTo(1);
    }

    @Test
    void every_change_is_acknowledged_exactly_once() {
        Peer peer = joined("fruit");
        for (int i = 0; i < 200; i++) {
            peer.edit("fruit", "w" + i % 50);
        }
        peer.awaitTold(told -> count(told, "saved 1") == 200);
        peer.edit("fruit", "last").awaitTold(told -> count(told, "saved 1") == 201);
        assertThat(node.head("fruit").seq()).isEqualTo(51);
    }

    @Test
    void the_answer_to_a_question_of_the_servers_own_is_not_acknowledged() {
        Peer peer = joined("fruit");
        peer.step2("fruit", "").awaitTold("saved 1");
        peer.edit("fruit", "b<a").awaitTold(told -> count(told, "saved 1") == 2);
        peer.awaitTold("step1 b<a");
        peer.step2("fruit", "a b<a").awaitTold("edit a");
        peer.edit("fruit", "c").awaitTold(told -> count(told, "saved 1") == 3);
    }

    @Test
    void somebody_elses_pending_change_is_logged_once_however_often_a_client_comes_back() {
        Peer first = joined("fruit");
        first.step2("fruit", "").edit("fruit", "b<a").awaitTold(told -> count(told, "saved 1") == 2);
        long before = node.head("fruit").seq();
        for (int i = 0; i < 100; i++) {
            Peer again = joined("fruit");
            again.step2("fruit", "b<a").awaitTold("saved 1");
            again.hangUp();
        }
        assertThat(node.head("fruit").seq()).isEqualTo(before);
        assertThat(first.told().stream().filter(line -> line.startsWith("step1")))
                .hasSize(2);
    }

    @Test
    void a_refused_change_ends_its_connection_and_nobody_elses() {
        Peer bad = joined("fruit");
        Peer good = joined("fruit");
        bad.edit("fruit", "poison!");
        assertThat(bad.awaitClosed()).isEqualTo(CloseCode.BAD_MESSAGE);
        good.edit("fruit", "apple").awaitTold("saved 1").awaitTold("edit apple");
        assertThat(good.closeCode()).isNull();
    }

    @Test
    void a_frame_that_cannot_be_read_ends_its_connection_and_nobody_elses() {
        Peer good = joined("fruit");
        for (byte[] garbage : List.of(
                new byte[] {},
                new byte[] {(byte) 0xff},
                new byte[] {5, 'f', 'r'},
                new byte[] {5, 'f', 'r', 'u', 'i', 't', 6, 1, 'x'},
                new byte[] {5, 'f', 'r', 'u', 'i', 't', 42},
                new byte[] {5, 'f', 'r', 'u', 'i', 't', 0, 9, 0},
                new byte[] {5, 'f', 'r', 'u', 'i', 't', 0, 2, 100, 1})) {
            Peer bad = joined("fruit").raw(garbage);
            assertThat(bad.awaitClosed()).isEqualTo(CloseCode.BAD_MESSAGE);
        }
        Peer huge = joined("fruit").raw(new byte[(16 << 20) + 1]);
        assertThat(huge.awaitClosed()).isEqualTo(CloseCode.MESSAGE_TOO_BIG);
        good.edit("fruit", "apple").awaitTold("saved 1");
        assertThat(good.closeCode()).isNull();
    }

    @Test
    void a_record_that_the_database_refuses_stops_its_own_document_only() {
        Peer fruit = joined("fruit");
        Peer stone = joined("stone");
        node.refused.add(DocumentId.of("fruit"));
        fruit.edit("fruit", "apple");
        stone.edit("stone", "granite").awaitTold("saved 1");
        fruit.awaitTold("stateless {\"type\":\"collab.save\",\"state\":\"stalled\"}");
        stone.edit("stone", "basalt").awaitTold(told -> count(told, "saved 1") == 2);
        assertThat(fruit.told()).doesNotContain("saved 1");
        node.refused.clear();
        fruit.awaitTold("saved 1").awaitTold("stateless {\"type\":\"collab.save\",\"state\":\"ok\"}");
        assertThat(node.head("fruit").seq()).isEqualTo(1);
    }

    @Test
    void more_than_the_buffer_waiting_for_the_log_sends_people_away_to_come_back() {
        node.close();
        node = new TestNode(new SessionLimits(
                1_000,
                LIMITS.batchRows(),
                100,
                LIMITS.partBytes(),
                LIMITS.idleTimeout(),
                LIMITS.stalledAfter(),
                LIMITS.retryHorizon(),
                100,
                1_000));
        Peer peer = joined("fruit");
        node.holdLog();
        for (int i = 0; i < 100; i++) {
            peer.edit("fruit", "a-longer-word-" + i);
        }
        assertThat(peer.awaitClosed()).isEqualTo(CloseCode.STORAGE_UNAVAILABLE);
        node.releaseLog();
        Peer again = joined("fruit");
        again.edit("fruit", "apple").awaitTold("saved 1");
    }

    @Test
    void what_is_said_before_the_door_opens_is_heard_in_order() {
        Peer peer = Peer.hocuspocus(node.gateway);
        peer.authenticate("fruit").step1("fruit", "").edit("fruit", "a").edit("fruit", "b");
        peer.awaitTold(told -> count(told, "saved 1") == 2);
        assertThat(peer.told()).startsWith("in read-write", "step1 ", "step2 ");
    }

    @Test
    void a_client_that_sends_no_token_is_let_in_all_the_same() {
        Peer peer = Peer.hocuspocus(node.gateway).step1("fruit", "");
        peer.awaitTold("in read-write").awaitTold("step2 ");
    }

    @Test
    void a_reader_changes_nothing() {
        joined("fruit").edit("fruit", "apple").awaitTold("saved 1");
        node.access = Access.READ;
        Peer reader = joined("fruit");
        assertThat(reader.told()).contains("in readonly");
        reader.step2("fruit", "apple").awaitTold("saved 1");
        reader.edit("fruit", "pear").awaitTold("saved 0");
        reader.step2("fruit", "pear").awaitTold(told -> count(told, "saved 0") == 2);
        assertThat(node.head("fruit").seq()).isEqualTo(1);
    }

    @Test
    void who_may_not_come_in_is_told_so_and_may_ask_again_on_the_same_socket() {
        node.access = Access.NONE;
        Peer peer = Peer.hocuspocus(node.gateway).authenticate("fruit").step1("fruit", "");
        peer.awaitTold("denied not you");
        assertThat(peer.closeCode()).isNull();
        node.access = Access.WRITE;
        peer.authenticate("fruit").awaitTold("in read-write").awaitTold("step2 ");
        node.access = Access.NONE;
        assertThat(Peer.y(node.gateway, "fruit").awaitClosed()).isEqualTo(CloseCode.FORBIDDEN);
    }

    @Test
    void many_documents_share_a_socket_and_one_can_be_left() {
        Peer peer = Peer.hocuspocus(node.gateway);
        peer.authenticate("fruit").step1("fruit", "").authenticate("stone").step1("stone", "");
        peer.awaitTold(told -> count(told, "step2 ") == 2);
        peer.leave("fruit").awaitTold("closed provider_initiated");
        joined("fruit").edit("fruit", "apple").awaitTold("saved 1");
        peer.edit("stone", "granite").awaitTold("saved 1").awaitTold("edit granite");
        assertThat(peer.told()).doesNotContain("edit apple");
    }

    @Test
    void bad_names_are_refused() {
        for (String path : List.of("..%2Fx", "a//b", "", "%ff", "a%", "a%00b", "./a")) {
            assertThat(Peer.y(node.gateway, path).awaitClosed()).isEqualTo(CloseCode.BAD_DOCUMENT_NAME);
        }
        Peer spaced = Peer.y(node.gateway, "a%20b/%C3%BC").step1("", "");
        spaced.awaitTold("step2 ").edit("", "apple").awaitTold("edit apple");
        assertThat(node.head("a b/ü").seq()).isEqualTo(1);
        Peer.y(node.gateway, "a%252Fb")
                .step1("", "")
                .awaitTold("step2 ")
                .edit("", "x")
                .awaitTold("edit x");
        assertThat(node.head("a%2Fb").seq()).isEqualTo(1);
    }

    @Test
    void a_document_that_nobody_has_open_is_unloaded_with_a_snapshot_and_comes_back_whole() {
        node.close();
        node = new TestNode(new SessionLimits(
                LIMITS.waitingBytes(),
                LIMITS.batchRows(),
                LIMITS.batchBytes(),
                LIMITS.partBytes(),
                Duration.ofMillis(50),
                LIMITS.stalledAfter(),
                LIMITS.retryHorizon(),
                100,
                1_000));
        Peer peer = joined("fruit").edit("fruit", "apple").awaitTold("saved 1");
        peer.hangUp();
        await().until(() -> node.registry.size() == 0 && node.head("fruit").snapshotSeq() == 1);
        Peer again = Peer.hocuspocus(node.gateway).authenticate("fruit").step1("fruit", "");
        again.awaitTold("step2 apple");
    }

    @Test
    void a_client_that_does_not_read_is_closed_and_holds_nobody_up() {
        Peer slow = joined("fruit");
        Peer fast = joined("fruit");
        slow.stopReading();
        String big = "x".repeat(1 << 20);
        for (int i = 0; i < 24 && slow.closeCode() == null; i++) {
            int sent = i + 1;
            fast.edit("fruit", big + i).awaitTold(told -> count(told, "saved 1") == sent);
        }
        assertThat(slow.awaitClosed()).isEqualTo(CloseCode.SLOW_CONSUMER);
        assertThat(fast.closeCode()).isNull();
    }

    @Test
    void changes_that_wait_for_a_slow_client_are_merged() {
        Peer slow = joined("fruit");
        Peer fast = joined("fruit");
        slow.stopReading();
        for (int i = 0; i < 10; i++) {
            int sent = i + 1;
            fast.edit("fruit", "w" + i).awaitTold(told -> count(told, "saved 1") == sent);
        }
        slow.resumeReading();
        slow.awaitTold("edit w1 w2 w3 w4 w5 w6 w7 w8 w9");
    }

    @Test
    void two_nodes_show_one_document() {
        var bus = new io.collab.runtime.memory.MemoryBroadcastBus();
        var store = new io.collab.runtime.memory.MemoryDocumentStore();
        try (TestNode one = new TestNode(new WordEngine(), store, bus.share(), LIMITS);
                TestNode two = new TestNode(new WordEngine(), store.share(), bus.share(), LIMITS)) {
            Peer here = Peer.y(one.gateway, "fruit").step1("", "");
            Peer there = Peer.y(two.gateway, "fruit").step1("", "");
            here.awaitTold("step2 ");
            there.awaitTold("step2 ");
            here.edit("", "apple");
            there.awaitTold("edit apple").edit("", "pear");
            here.awaitTold("edit pear");
            here.presence("", 1, 1, "{}").awaitTold("presence 1@1={}");
            there.awaitTold("presence 1@1={}");
            Peer late = Peer.y(two.gateway, "fruit");
            late.awaitTold("presence 1@1={}");
            here.hangUp();
            there.awaitTold("presence 1@1=null");
        }
    }

    @Test
    void presence_reaches_everybody_the_sender_included_and_goes_with_its_owner() {
        Peer ann = joined("fruit");
        Peer bob = joined("fruit");
        ann.presence("fruit", 7, 1, "{}").awaitTold("presence 7@1={}");
        bob.awaitTold("presence 7@1={}").presence("fruit", 7, 1, "{}");
        bob.presence("fruit", 8, 1, "{}").awaitTold("presence 8@1={}");
        assertThat(bob.told().stream().filter("presence 7@1={}"::equals)).hasSize(1);
        ann.hangUp();
        bob.awaitTold("presence 7@1=null");
        assertThat(node.store
                        .heads(List.of(DocumentId.of("fruit")))
                        .get(DocumentId.of("fruit"))
                        .seq())
                .isZero();
    }

    @Test
    void a_large_document_comes_in_ordered_parts_and_the_last_one_says_synced() {
        Peer writer = joined("fruit");
        String big = "x".repeat(300_000);
        for (int i = 0; i < 6; i++) {
            int sent = i + 1;
            writer.edit("fruit", big + i).awaitTold(told -> count(told, "saved 1") == sent);
        }
        Peer peer = Peer.hocuspocus(node.gateway).authenticate("fruit").step1("fruit", "");
        peer.awaitTold(told -> told.stream().anyMatch(line -> line.startsWith("step2")));
        List<Integer> sizes = new ArrayList<>();
        peer.told().stream()
                .filter(line -> line.startsWith("edit ") || line.startsWith("step2 "))
                .forEach(line -> sizes.add(line.getBytes(StandardCharsets.UTF_8).length));
        assertThat(sizes).hasSize(2).allMatch(size -> size <= (1 << 20) + 16);
        assertThat(peer.told().get(peer.told().size() - 1)).startsWith("step2 ");
    }

    private static long count(List<String> told, String line) {
        return told.stream().filter(line::equals).count();
    }
}
