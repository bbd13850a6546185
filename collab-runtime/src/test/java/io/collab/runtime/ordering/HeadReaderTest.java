package io.collab.runtime.ordering;

import static io.collab.runtime.testing.ManualNode.FRUIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.runtime.session.SessionResources;
import io.collab.runtime.testing.ManualNode;
import io.collab.runtime.testing.WordEngine;
import io.collab.tck.fault.StoreFault;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeadReaderTest {
    private final ManualNode node = new ManualNode(new WordEngine(), SessionResources.Policy.DEFAULTS);
    private final HeadReader heads = new HeadReader(node.store, node.reads);
    private final List<String> answers = new ArrayList<>();

    @BeforeEach
    void open() {
        node.store.open(FRUIT, "words", 1, new Generation(UUID.randomUUID()));
    }

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void requestsThatWaitShareOneRead() {
        request("fruit");
        request("fruit");
        request("absent");
        assertThat(node.reads.size()).isEqualTo(1);
        node.store.next(StoreFault.FAIL_BEFORE);
        node.reads.runAll();
        assertThat(answers).containsExactly("fruit failed", "fruit failed", "absent failed");
    }

    @Test
    void aRequestIsAnsweredWithTheHeadOrWithNullForAnAbsentDocument() {
        node.appendElsewhere(WordEngine.update("apple"));
        request("absent");
        request("fruit");
        node.reads.runAll();
        assertThat(answers).containsExactly("absent null", "fruit 1");
    }

    @Test
    void aRequestThatArrivesDuringAReadIsAnsweredByALaterRead() {
        heads.request(new HeadReader.Request(
                FRUIT,
                head -> {
                    answers.add("first " + head.seq());
                    node.appendElsewhere(WordEngine.update("apple"));
                    request("fruit");
                },
                failure -> {}));
        node.reads.runAll();
        assertThat(answers).containsExactly("first 0", "fruit 1");
    }

    @Test
    void oneReadHasAtMostAThousandRequests() {
        for (int i = 0; i < 1_001; i++) {
            request("fruit");
        }
        node.store.next(StoreFault.FAIL_BEFORE);
        node.reads.runAll();
        assertThat(answers).hasSize(1_001).endsWith("fruit failed", "fruit 0");
    }

    @Test
    void aReadAfterAFailureIsPossible() {
        node.store.next(StoreFault.FAIL_BEFORE);
        request("fruit");
        node.reads.runAll();
        request("fruit");
        node.reads.runAll();
        assertThat(answers).containsExactly("fruit failed", "fruit 0");
    }

    @Test
    void anErrorOfTheStoreIsAnsweredAsAFailure() {
        node.failNextRead(new AssertionError("defect"));
        request("fruit");
        node.reads.runAll();
        request("fruit");
        node.reads.runAll();
        assertThat(answers).containsExactly("fruit failed", "fruit 0");
    }

    @Test
    void aReceiverThatThrowsDoesNotAffectTheOthers() {
        heads.request(new HeadReader.Request(
                FRUIT,
                head -> {
                    throw new AssertionError("defect");
                },
                failure -> answers.add("answered twice")));
        request("fruit");
        node.reads.runAll();
        assertThat(answers).containsExactly("fruit 0");
    }

    private void request(String name) {
        heads.request(new HeadReader.Request(
                DocumentId.of(name),
                head -> answers.add(name + " " + (head == null ? null : head.seq())),
                failure -> answers.add(name + " failed")));
    }
}
