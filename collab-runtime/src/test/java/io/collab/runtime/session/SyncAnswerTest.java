package io.collab.runtime.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collab.api.Access;
import io.collab.api.CloseCode;
import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.api.LimitExceededException;
import io.collab.api.Update;
import io.collab.api.Version;
import io.collab.runtime.testing.ManualNode;
import io.collab.runtime.testing.WordEngine;
import io.collab.spi.merge.Replica;
import io.collab.spi.storage.Head;
import io.collab.spi.transport.Wire;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SyncAnswerTest {
    private final ManualNode node = new ManualNode(new WordEngine(), SessionResources.Policy.DEFAULTS);
    private final ManualNode.Client hocuspocus = node.client("ann", Access.READ);
    private final ManualNode.Client y = node.client("bob", "", Wire.Y_WEBSOCKET, Access.WRITE);
    private final Replica replica = open("apple pear");

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void eachWireHasItsOwnFirstMessages() {
        SyncAnswer.welcome(hocuspocus.participant(), replica);
        SyncAnswer.welcome(y.participant(), replica);
        node.settle();
        assertThat(hocuspocus.lines()).containsExactly("in readonly");
        assertThat(y.lines()).containsExactly("step1 apple pear");
    }

    @Test
    void theAnswerHasWhatTheClientLacksInTheOrderOfItsWire() {
        SyncAnswer.answer(hocuspocus.participant(), version("apple"), state(replica));
        SyncAnswer.answer(y.participant(), version("apple pear"), state(replica));
        node.settle();
        assertThat(hocuspocus.lines()).containsExactly("step1 apple pear", "step2 pear");
        assertThat(y.lines()).containsExactly("step2 ");
    }

    @Test
    void aLargeAnswerIsSentInPartsAndTheLastOneIsTheSyncStep2() {
        String words =
                IntStream.range(0, 5).mapToObj(i -> i + "x".repeat(25_000)).collect(Collectors.joining(" "));
        SyncAnswer.answer(y.participant(), version(""), state(open(words)));
        node.settle();
        assertThat(y.lines()).hasSize(3);
        assertThat(y.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo((64 << 10) + 6));
        assertThat(y.lines().get(0)).startsWith("edit 0x");
        assertThat(y.lines().get(1)).startsWith("edit 2x");
        assertThat(y.lines().get(2)).startsWith("step2 4x");
    }

    @Test
    void theSyncStep1OfAHandshakeIsRecordedAsOneThatIsNotAnsweredYet() {
        for (int i = 0; i < 1_000; i++) {
            SyncAnswer.answer(hocuspocus.participant(), version(""), state(replica));
            SyncAnswer.answer(y.participant(), version(""), state(replica));
        }
        assertThatThrownBy(() -> SyncAnswer.answer(hocuspocus.participant(), version(""), state(replica)))
                .isInstanceOfSatisfying(
                        LimitExceededException.class,
                        refused -> assertThat(refused.closeCode()).isEqualTo(CloseCode.TOO_FAST));
        SyncAnswer.answer(y.participant(), version(""), state(replica));
    }

    @Test
    void aClientThatHasNotReadEarlierAnswersIsRefused() {
        y.connection().holdSends();
        Replica large = open("x".repeat(17 << 20));
        SyncAnswer.answer(y.participant(), version(""), state(large));
        node.settle();
        assertThatThrownBy(() -> SyncAnswer.answer(y.participant(), version(""), state(large)))
                .isInstanceOfSatisfying(LimitExceededException.class, refused -> {
                    assertThat(refused.code()).isEqualTo("too-many-questions");
                    assertThat(refused.closeCode()).isEqualTo(CloseCode.SLOW_CONSUMER);
                });
        y.connection().completeSend();
        node.settle();
        SyncAnswer.answer(y.participant(), version(""), state(replica));
    }

    private static DocumentState state(Replica replica) {
        return new DocumentState(
                new Head(DocumentId.of("fruit"), new Generation(new UUID(0, 1)), "words", 1, 0, 0),
                replica,
                0,
                new DocumentSize());
    }

    @Test
    void clientsThatJoinTogetherShareTheBytesOfTheAnswer() {
        DocumentState state = state(replica);
        assertThat(state.diff(version("apple"))).isSameAs(state.diff(version("apple")));
        List<Update> first = state.diff(version("apple"));
        assertThat(state.diff(version("pear"))).isNotEqualTo(first);
        state.forgetDiff();
        assertThat(state.diff(version("apple"))).isEqualTo(first).isNotSameAs(first);
    }

    private static Replica open(String words) {
        return new WordEngine().open(words.getBytes(StandardCharsets.UTF_8));
    }

    private static Version version(String words) {
        return Version.of(words.getBytes(StandardCharsets.UTF_8));
    }
}
