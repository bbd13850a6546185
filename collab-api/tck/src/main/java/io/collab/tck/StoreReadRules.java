package io.collab.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.collab.api.DocumentId;
import io.collab.api.SequenceConflictException;
import io.collab.api.Submission;
import io.collab.spi.storage.DocumentStore;
import io.collab.spi.storage.Head;
import io.collab.spi.storage.Page;
import io.collab.spi.storage.Receipt;
import io.collab.spi.storage.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules 430 to 449: reading and compacting. */
abstract class StoreReadRules extends StoreAppendRules {
    /** Longer than a record must stay. */
    private static final Duration OLD = DocumentStore.RETRY_HORIZON.plusMinutes(1);

    StoreReadRules() {}

    /**
     * Without a snapshot, reading from NONE and from 0 bring the same: the log from its first commit.
     *
     * <p>If this fails, check that NONE is not taken for a sequence number, and that a document without commits has an
     * empty page.
     */
    @Test
    public void required_storage430_readFromTheBeginning() {
        Head head = opened();
        Page empty = store.read(head.document(), head.generation(), DocumentStore.NONE, PLENTY);
        assertEquals(new Page(head, null, List.of()), empty, "a new document has an empty page");

        commit(store, anyAppend(head, changes(3)));

        for (long after : List.of(DocumentStore.NONE, 0L)) {
            Page page = store.read(head.document(), head.generation(), after, PLENTY);
            assertEquals(headWith(head, 3, 0), page.head(), "a page has the head");
            assertNull(page.snapshot(), "there is no snapshot");
            assertEquals(List.of(1L, 2L, 3L), seqs(page.commits()), "the whole log");
        }
    }

    /**
     * Reading goes on directly behind the commit given; at and behind the head there is nothing.
     *
     * <p>If this fails, check for off-by-one at both ends, and that a position ahead of the head is no error: the head
     * may have been told by another node's message.
     */
    @Test
    public void required_storage431_readContinuesAfterACommit() {
        Head head = opened();
        commit(store, anyAppend(head, changes(5)));

        assertEquals(List.of(4L, 5L), seqs(read(head, 3).commits()), "from the next one on");
        assertEquals(new Page(headWith(head, 5, 0), null, List.of()), read(head, 5), "nothing behind the head");
        assertEquals(new Page(headWith(head, 5, 0), null, List.of()), read(head, 9), "nothing ahead of the head");
        assertThrows(
                IllegalArgumentException.class,
                () -> store.read(head.document(), head.generation(), -2, PLENTY),
                "there is no commit -2");
    }

    /**
     * A page has no more bytes of updates than asked for, but always one commit, however large; pages follow one
     * another without gaps, and the last of them ends at the head.
     *
     * <p>If this fails, check that the bound is applied before all rows are in memory, and that the first commit is
     * never left out: the reader would ask for ever.
     */
    @Test
    public void required_storage432_readIsBoundedByBytes() {
        Head head = opened();
        List<Submission> submissions = new ArrayList<>();
        for (int size : List.of(40, 40, 40, 200_000, 40, 99, 1, 101, 0, 0)) {
            submissions.add(changeOfSize(size));
        }
        commit(store, anyAppend(head, submissions));

        List<List<Long>> pages = new ArrayList<>();
        long after = 0;
        while (after < submissions.size()) {
            Page page = store.read(head.document(), head.generation(), after, 100);
            assertTrue(!page.commits().isEmpty(), "a page behind " + after + " brings at least one commit");
            int bytes = page.commits().stream()
                    .mapToInt(commit -> commit.update().size())
                    .sum();
            assertTrue(
                    bytes <= 100 || page.commits().size() == 1,
                    "a page of several commits has 100 bytes at most: " + bytes);
            pages.add(seqs(page.commits()));
            after = page.lastSeq(after);
        }

        assertEquals(
                List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L),
                pages.stream().flatMap(List::stream).toList(),
                "pages follow one another without gaps");
    }

    /**
     * Who names another generation, or a document that is absent, is told so.
     *
     * <p>If this fails, check that the generation is compared in the same view in which commits are read.
     */
    @Test
    public void required_storage433_readRejectsAnotherGeneration() {
        Head head = opened();

        for (DocumentId document : List.of(head.document(), newDocument())) {
            SequenceConflictException refused = assertThrows(
                    SequenceConflictException.class,
                    () -> store.read(document, newGeneration(), DocumentStore.NONE, PLENTY),
                    "there is no such generation");
            assertEquals("wrong-generation", refused.code(), "the code is stable");
        }
    }

    /**
     * Compacting stores the snapshot; who reads from NONE gets it with the commits behind it, and who reads from a
     * commit that is still in the log gets the log.
     *
     * <p>If this fails, check that a snapshot does not by itself hide commits it holds, and that the head's snapshot
     * number moves in the same transaction.
     */
    @Test
    public void required_storage440_compactStoresTheSnapshot() {
        Head head = opened();
        commit(store, anyAppend(head, changes(5)));

        Head compacted = store.compact(head.document(), head.generation(), 0, new Snapshot(3, new byte[] {3}), 3);

        assertEquals(headWith(head, 5, 3), compacted, "the head after compacting");
        assertEquals(compacted, headOf(head.document()), "is the one that is stored");
        Page page = read(head, DocumentStore.NONE);
        assertSnapshot(3, new byte[] {3}, page);
        assertEquals(List.of(4L, 5L), seqs(page.commits()), "the commits behind the snapshot");
        assertEquals(compacted, page.head());
        assertNull(read(head, 3).snapshot(), "who has commit 3 needs no snapshot");
        assertEquals(List.of(4L, 5L), seqs(read(head, 3).commits()));
        assertEquals(List.of(6L), seqsOf(commit(store, appendAfter(5, head, change()))), "numbers go on");
    }

    /**
     * Compacting with an expectation that does not hold changes nothing: somebody else was faster.
     *
     * <p>If this fails, check that the expected snapshot is compared under the document's lock, and that nothing of the
     * refused snapshot stays behind.
     */
    @Test
    public void required_storage441_compactIgnoresAStaleExpectation() {
        Head head = opened();
        commit(store, anyAppend(head, changes(5)));
        Head first = store.compact(head.document(), head.generation(), 0, new Snapshot(2, new byte[] {2}), 0);

        for (long stale : List.of(0L, 1L, 3L)) {
            Head answer = store.compact(head.document(), head.generation(), stale, new Snapshot(4, new byte[] {4}), 4);
            assertEquals(first, answer, "the expectation " + stale + " does not hold at 2");
        }

        assertSnapshot(2, new byte[] {2}, read(head, DocumentStore.NONE));
        assertEquals(5, log(store, head).size(), "nothing was dropped");
        Head second = store.compact(head.document(), head.generation(), 2, new Snapshot(5, new byte[] {5}), 0);
        assertEquals(headWith(head, 5, 5), second, "the expectation holds");
        assertSnapshot(5, new byte[] {5}, read(head, DocumentStore.NONE));
        Head third = store.compact(head.document(), head.generation(), 5, new Snapshot(5, new byte[] {6}), 0);
        assertEquals(headWith(head, 5, 5), third, "a snapshot may take the place of one at the same commit");
        assertSnapshot(5, new byte[] {6}, read(head, DocumentStore.NONE));
    }

    /**
     * Records younger than ten minutes stay, whatever is asked: their operation ids must stay known for retries.
     *
     * <p>If this fails, check that age is measured by the clock that gave the commits their times.
     */
    @Test
    public void required_storage442_compactKeepsYoungCommits() {
        Head head = opened();
        List<Receipt> receipts = commit(store, anyAppend(head, changes(3)));
        List<Submission> submissions = submissions(log(store, head));

        store.compact(head.document(), head.generation(), 0, new Snapshot(3, new byte[] {3}), 3);

        assertEquals(submissions, submissions(log(store, head)), "commits of a moment ago are still there");
        assertEquals(
                known(receipts), commit(store, anyAppend(head, submissions)), "and their operations are still known");
    }

    /**
     * Old commits that the snapshot holds and that nobody asked to keep are dropped; who reads from one that is gone is
     * overtaken by the snapshot, and who reads from one that is left is not.
     *
     * <p>If this fails, check the boundary: commit {@code afterSeq + 1} must be there for the log to be enough.
     */
    @Test
    public void optional_storage443_compactDropsOldCommits() {
        Head head = opened();
        commit(store, anyAppend(head, changes(6)));
        assumeTrue(ageAll(OLD), "this adapter cannot make its records older");

        store.compact(head.document(), head.generation(), 0, new Snapshot(5, new byte[] {5}), 3);

        for (long gone : List.of(DocumentStore.NONE, 0L, 1L, 2L)) {
            Page page = read(head, gone);
            assertSnapshot(5, new byte[] {5}, page);
            assertEquals(List.of(6L), seqs(page.commits()), "commits behind the snapshot follow it");
        }
        assertNull(read(head, 3).snapshot(), "commit 4 is still in the log");
        assertEquals(List.of(4L, 5L, 6L), seqs(read(head, 3).commits()), "what was to be kept is there");
        store.compact(head.document(), head.generation(), 5, new Snapshot(6, new byte[] {6}), 6);
        assertEquals(
                new Page(headWith(head, 6, 6), null, List.of()), read(head, 6), "who has everything needs nothing");
        assertSnapshot(6, new byte[] {6}, read(head, 5));
        assertEquals(List.of(7L), seqsOf(commit(store, appendAfter(6, head, change()))), "numbers go on");
        assertEquals(List.of(7L), seqs(read(head, 6).commits()), "and the log goes on behind the snapshot");
    }

    /**
     * Only the oldest end of the log is dropped: a young commit keeps all that follow it, old ones before it may go.
     *
     * <p>If this fails, check that what is dropped is a range of numbers and not a set of ages.
     */
    @Test
    public void optional_storage444_compactDropsOnlyTheOldPrefix() {
        Head head = opened();
        commit(store, anyAppend(head, changes(3)));
        assumeTrue(ageAll(OLD), "this adapter cannot make its records older");
        List<Receipt> young = commit(store, anyAppend(head, changes(2)));

        store.compact(head.document(), head.generation(), 0, new Snapshot(5, new byte[] {5}), 5);

        assertSnapshot(5, new byte[] {5}, read(head, 2));
        assertNull(read(head, 3).snapshot(), "commit 4 is young");
        assertEquals(List.of(4L, 5L), seqs(read(head, 3).commits()), "young commits are there");
        assertEquals(
                known(young),
                commit(store, anyAppend(head, submissions(read(head, 3).commits()))));
    }

    /**
     * A log that is compacted under a reader between two pages does not leave a hole: the next page begins with the
     * snapshot.
     *
     * <p>If this fails, check that the first commit left is looked up in the same view in which commits are read.
     */
    @Test
    public void optional_storage445_aReaderBetweenPagesGetsTheSnapshot() {
        Head head = opened();
        commit(store, anyAppend(head, changes(8)));
        Page first = store.read(head.document(), head.generation(), 0, 20);
        long after = first.lastSeq(0);
        assertTrue(after < 6, "the first page is a small one");
        assumeTrue(ageAll(OLD), "this adapter cannot make its records older");

        store.compact(head.document(), head.generation(), 0, new Snapshot(7, new byte[] {7}), 6);

        Page second = store.read(head.document(), head.generation(), after, PLENTY);
        assertSnapshot(7, new byte[] {7}, second);
        assertEquals(List.of(8L), seqs(second.commits()), "the log goes on behind the snapshot");
    }

    /**
     * A snapshot must be at a commit that exists, not before the newest one, and cannot drop what it does not hold;
     * another generation is told so.
     *
     * <p>If this fails, check the arguments before anything is written.
     */
    @Test
    public void required_storage446_compactRejectsInvalidArguments() {
        Head head = opened();
        commit(store, anyAppend(head, changes(4)));
        store.compact(head.document(), head.generation(), 0, new Snapshot(2, new byte[] {2}), 0);

        assertThrows(IllegalArgumentException.class, () -> compact(head, 2, 5, 0), "a snapshot ahead of the head");
        assertThrows(IllegalArgumentException.class, () -> compact(head, 2, 1, 0), "a snapshot before the newest one");
        assertThrows(IllegalArgumentException.class, () -> compact(head, 2, 3, 4), "dropping what is not in it");
        assertThrows(IllegalArgumentException.class, () -> compact(head, 2, 3, -1), "a negative number");
        for (DocumentId document : List.of(head.document(), newDocument())) {
            SequenceConflictException refused = assertThrows(
                    SequenceConflictException.class,
                    () -> store.compact(document, newGeneration(), 2, new Snapshot(3, new byte[] {3}), 0),
                    "there is no such generation");
            assertEquals("wrong-generation", refused.code(), "the code is stable");
        }
        assertSnapshot(2, new byte[] {2}, read(head, DocumentStore.NONE));
        assertEquals(4, log(store, head).size(), "nothing was dropped");
    }

    /**
     * Snapshots of any size are kept, the empty one too.
     *
     * <p>If this fails, check how a snapshot is cut into parts: at sizes around a part, and with no bytes at all.
     */
    @Test
    public void required_storage447_snapshotsOfAnySize() {
        Head head = opened();
        commit(store, anyAppend(head, changes(9)));
        long seq = 0;
        for (int size : List.of(0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 9 << 20, 2)) {
            byte[] state = changeOfSize(size).update().bytes();
            store.compact(head.document(), head.generation(), seq, new Snapshot(seq + 1, state), 0);
            seq++;
            assertSnapshot(seq, state, read(head, DocumentStore.NONE));
        }
    }

    final Page read(Head head, long afterSeq) {
        return store.read(head.document(), head.generation(), afterSeq, PLENTY);
    }

    private void compact(Head head, long expected, long seq, long keepAfter) {
        store.compact(head.document(), head.generation(), expected, new Snapshot(seq, new byte[] {9}), keepAfter);
    }

    private static void assertSnapshot(long seq, byte[] state, Page page) {
        Snapshot snapshot = assertNotNullSnapshot(page);
        assertEquals(seq, snapshot.seq(), "the page begins with the newest snapshot");
        assertArrayEquals(state, snapshot.state(), "the snapshot comes back as it was");
    }

    private static Snapshot assertNotNullSnapshot(Page page) {
        Snapshot snapshot = page.snapshot();
        assertNotNull(snapshot, "the page begins with a snapshot");
        return snapshot;
    }
}
