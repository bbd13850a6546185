package io.collab.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.collab.spi.ordering.BroadcastBus;
import io.collab.spi.ordering.Following;
import io.collab.spi.ordering.Sequencer;
import io.collab.spi.storage.Append;
import io.collab.spi.storage.AppendResult;
import io.collab.spi.storage.DocumentStore;
import io.collab.spi.storage.Head;
import io.collab.spi.storage.Receipt;
import io.collab.tck.fault.FaultyStore;
import io.collab.tck.fault.FlakyBus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;

/** What the author of a sequencer says, and the words in which its rules are written. */
abstract class SequencerFixture extends StoreFixture {
    private final List<Node> nodes = new ArrayList<>();

    SequencerFixture() {}

    /** Opens a bus that works. Every call gives one more node's end of the same bus. */
    protected abstract BroadcastBus openBus();

    /**
     * Makes the sequencer of one node. Its intervals and its deadline are short, so that tests are.
     *
     * @param store this node's view of the documents; not closed by the sequencer
     * @param bus this node's end of the bus; not closed by the sequencer
     */
    protected abstract Sequencer openSequencer(DocumentStore store, BroadcastBus bus);

    /** One node: what its sequencer stands on, and the sequencer. */
    record Node(FaultyStore store, FlakyBus bus, Sequencer sequencer) {
        Receipt commit(Append append) {
            return commitAll(append).get(0);
        }

        List<Receipt> commitAll(Append append) {
            List<AppendResult> answers = sequencer.commit(List.of(append));
            assertEquals(1, answers.size(), "one append has one answer");
            return committed(answers.get(0));
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

    final void assertTold(List<Long> expected, RecordingFollower follower) {
        long last = expected.get(expected.size() - 1);
        assertTrue(
                follower.awaitSeq(last, patience()),
                "the follower is told commit " + last + ", not only " + follower.seqs());
        assertEquals(expected, follower.seqs(), "the follower is told every commit once and in order");
        assertEquals(List.of(), follower.mistakes(), "the follower is told commits* (overtaken | replaced)?");
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
