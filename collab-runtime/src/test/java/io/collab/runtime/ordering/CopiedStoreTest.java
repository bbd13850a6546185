package io.collab.runtime.ordering;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.api.Author;
import io.collab.api.Commit;
import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.api.OperationId;
import io.collab.api.Submission;
import io.collab.api.Update;
import io.collab.runtime.memory.MemoryDocumentStore;
import io.collab.runtime.testing.DirectBus;
import io.collab.runtime.testing.ManualExecutor;
import io.collab.runtime.testing.ManualTimer;
import io.collab.spi.ordering.Follower;
import io.collab.spi.storage.Append;
import io.collab.spi.storage.DocumentStore;
import io.collab.spi.storage.Guard;
import io.collab.spi.storage.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Nodes of a database and of a copy of it share a bus: the copy has the same documents with the same generations. */
class CopiedStoreTest {
    private static final DocumentId DOCUMENT = DocumentId.of("fruit");

    private final DirectBus bus = new DirectBus();
    private final ManualExecutor reads = new ManualExecutor();
    private final Generation generation = new Generation(UUID.randomUUID());
    private final MemoryDocumentStore original = store();
    private final MemoryDocumentStore copy = store();

    @Test
    void aCommitReachesNoFollowerOfTheCopy() {
        StoreSequencer writing = sequencer(original, "writing");
        List<Commit> here = followed(sequencer(original.share(), "reading"));
        List<Commit> there = followed(sequencer(copy, "copied"));
        bus.resume();
        reads.runAll();

        writing.commit(List.of(new Append(
                DOCUMENT,
                generation,
                new Guard.Any(),
                List.of(new Submission(
                        new OperationId("ann", 0), new Author("ann", "c", "n"), Update.of(new byte[] {1}))))));
        reads.runAll();

        assertThat(here).hasSize(1);
        assertThat(there).isEmpty();
    }

    @Test
    void presenceHasOtherTopicsToo() {
        assertThat(BusTopic.ofPresence(original, DOCUMENT))
                .isEqualTo(BusTopic.ofPresence(original.share(), DOCUMENT))
                .isNotEqualTo(BusTopic.ofPresence(copy, DOCUMENT));
    }

    private MemoryDocumentStore store() {
        MemoryDocumentStore store = new MemoryDocumentStore();
        store.open(DOCUMENT, "engine", 1, generation);
        return store;
    }

    private StoreSequencer sequencer(DocumentStore store, String node) {
        return new StoreSequencer(store, bus, node, reads, new ManualTimer(), OrderingLimits.DEFAULTS);
    }

    private List<Commit> followed(StoreSequencer sequencer) {
        List<Commit> delivered = new ArrayList<>();
        sequencer.follow(DOCUMENT, generation, 0, new Follower() {
            @Override
            public void commits(List<Commit> commits, Runnable done) {
                delivered.addAll(commits);
                done.run();
            }

            @Override
            public void overtaken(Page page) {}

            @Override
            public void regressed() {}

            @Override
            public void replaced() {}
        });
        return delivered;
    }
}
