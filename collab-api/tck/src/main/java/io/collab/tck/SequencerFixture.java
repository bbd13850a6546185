package io.collab.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.collab.api.DocumentId;
import io.collab.api.Receipt;
import io.collab.spi.ordering.BroadcastBus;
import io.collab.spi.ordering.Following;
import io.collab.spi.ordering.Sequencer;
import io.collab.spi.storage.Append;
import io.collab.spi.storage.AppendResult;
import io.collab.spi.storage.DocumentStore;
import io.collab.spi.storage.Head;
import io.collab.tck.fault.FaultyStore;
import io.collab.tck.fault.FlakyBus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;

/** The methods that the author of a sequencer implements, and the vocabulary of its rules. */
abstract class SequencerFixture extends StoreFixture {
    private final List<Node> nodes = new ArrayList<>();

    SequencerFixture() {}

    /**
     * Opens a correct bus. Each call returns the endpoint of another node of the same bus; each is closed separately.
     */
    protected abstract BroadcastBus openBus();

    /**
     * Opens the sequencer of one node. Short intervals and a short deadline make the tests fast.
     *
     * @param store the view of this node of the documents; not closed by the sequencer
     * @param bus the endpoint of this node of the bus; not closed by the sequencer
     */
    protected abstract Sequencer openSequencer(DocumentStore store, BroadcastBus bus);

    /**
     * Removes the newest commits of a document from the log, as a store does that was restored from a backup. The
     * document keeps its generation.
     *
     * @param seq the last commit that is kept
     * @return false if this store cannot; the rules that need it are skipped
     */
    protected boolean restoreBackup(DocumentId document, long seq) {
        return false;
    }

    /** One node: its store, its bus and its sequencer. */
    record Node(FaultyStore store, FlakyBus bus, Sequencer sequencer) {
        Receipt commit(Append append) {
            return commitAll(append).get(0);
        }

        List<Receipt> commitAll(Append append) {
            List<AppendResult> results = sequencer.commit(List.of(append));
            assertEquals(1, results.size(), "one append has one result");
            return committed(results.get(0));
        }

        Following follow(Head head, long afterSeq, RecordingFollower follower) {
            return sequencer.follow(head.document(), head.generation(), afterSeq, follower);
        }
    }

    @AfterEach
    void closeAllNodes() {
        for (Node node : nodes) {
            node.store().resume();
            node.sequencer().close();
            node.bus().close();
        }
    }

    final Node node() {
        FaultyStore faulty = new FaultyStore(anotherStore(), nodes.size());
        FlakyBus flaky = new FlakyBus(openBus(), nodes.size());
        Node node = new Node(faulty, flaky, openSequencer(faulty, flaky));
        nodes.add(node);
        return node;
    }

    final void assertDelivered(List<Long> expected, RecordingFollower follower) {
        long last = expected.get(expected.size() - 1);
        assertTrue(
                follower.awaitSeq(last, patience()), "commit " + last + " is delivered, not only " + follower.seqs());
        assertEquals(expected, follower.seqs(), "every commit is delivered once and in order");
        assertEquals(List.of(), follower.violations(), "the calls follow commits* (overtaken | replaced | regressed)?");
    }

    final void assertCompletes(CompletionStage<Void> barrier, String why) {
        try {
            barrier.toCompletableFuture().get(patience().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failed) {
            throw new AssertionError(why + ", but it failed: " + failed.getCause(), failed.getCause());
        } catch (TimeoutException late) {
            throw new AssertionError(why + ", but it did neither complete nor fail", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting", interrupted);
        }
    }

    final void assertFails(Class<? extends Exception> expected, CompletionStage<Void> barrier, String why) {
        ExecutionException failure = assertThrows(
                ExecutionException.class,
                () -> barrier.toCompletableFuture().get(patience().toNanos(), TimeUnit.NANOSECONDS),
                why);
        assertInstanceOf(expected, failure.getCause(), why);
    }
}
