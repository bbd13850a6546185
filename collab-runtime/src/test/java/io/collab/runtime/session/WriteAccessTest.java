package io.collab.runtime.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.api.Access;
import io.collab.runtime.testing.ManualNode;
import io.collab.runtime.testing.WordEngine;
import io.collab.spi.merge.Replica;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WriteAccessTest {
    private final ManualNode node = new ManualNode(new WordEngine(), SessionResources.Policy.DEFAULTS);
    private final ManualNode.Client reader = node.client("ann", Access.READ);
    private final Replica replica = new WordEngine().open("apple pear".getBytes(StandardCharsets.UTF_8));

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void onlyAWriterMayChangeTheDocument() {
        assertThat(WriteAccess.allows(node.client("bob", Access.WRITE).participant()))
                .isTrue();
        assertThat(WriteAccess.allows(reader.participant())).isFalse();
    }

    @Test
    void anEditOfAReaderIsAnsweredAsNotSaved() {
        WriteAccess.refuseEdit(reader.participant());
        node.settle();
        assertThat(reader.lines()).containsExactly("saved 0");
    }

    @Test
    void aSyncStep2OfAReaderIsSavedIfItContainsNothingNew() {
        WriteAccess.answerSyncStep2(reader.participant(), WordEngine.update("pear"), replica, true);
        WriteAccess.answerSyncStep2(reader.participant(), WordEngine.update("pear fig"), replica, true);
        node.settle();
        assertThat(reader.lines()).containsExactly("saved 1", "saved 0");
    }

    @Test
    void aSyncStep2WithoutAcknowledgementIsNotAnswered() {
        WriteAccess.answerSyncStep2(reader.participant(), WordEngine.update("fig"), replica, false);
        node.settle();
        assertThat(reader.lines()).isEmpty();
    }
}
