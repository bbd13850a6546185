package io.collab.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.collab.api.DocumentId;
import io.collab.api.Receipt;
import io.collab.api.SequenceConflictException;
import io.collab.api.Submission;
import io.collab.spi.storage.DocumentStore;
import io.collab.spi.storage.Head;
import io.collab.spi.storage.Page;
import io.collab.spi.storage.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules 430 to 449: reading and compacting. */
abstract class StoreReadRules extends StoreAppendRules {
    /** Longer than the retry horizon. */
    private static final Duration OLD = DocumentStore.RETRY_HORIZON.plusMinutes(1);

    StoreReadRules() {}

    /**
     * Without a snapshot, reading from NONE and from 0 returns the log from its first commit.
     *
     * <p>If this fails, check that NONE is not used as a sequence number, and that a document without commits has an
     * empty page.
     */
    @Test
    public void required_storage430_readFromTheBeginning() {
        Head head = opened();
        Page empty = store.read(head.document(), head.generation(), DocumentStore.NONE, MAX_PAGE_BYTES);
        assertEquals(new Page(head, null, List.of()), empty, "a new document has an empty page");

        commit(store, anyAppend(head, changes(3)));

        for (long after : List.of(DocumentStore.NONE, 0L)) {
            Page page = store.read(head.document(), head.generation(), after, MAX_PAGE_BYTES);
            assertEquals(headWith(head, 3, 0), page.head(), "a page has the head");
            assertNull(page.snapshot(), "there is no snapshot");
            assertEquals(List.of(1L, 2L, 3L), seqs(page.commits()), "the whole log");
        }
    }

    /**
     * Reading continues with the commit directly after the given one. At or past the head the page is empty.
     *
     * <p>If this fails, check for off-by-one errors at both ends, and that a position past the head is not an error:
     * another node may have reported a newer head.
     */
    @Test
    public void required_storage431_readContinuesAfterACommit() {
        Head head = opened();
        commit(store, anyAppend(head, changes(5)));

        assertEquals(List.of(4L, 5L), seqs(read(head, 3).commits()), "the page starts with the next commit");
        assertEquals(new Page(headWith(head, 5, 0), null, List.of()), read(head, 5), "nothing at the head");
        assertEquals(new Page(headWith(head, 5, 0), null, List.of()), read(head, 9), "nothing past the head");
        assertThrows(
                IllegalArgumentException.class,
                () -> store.read(head.document(), head.generation(), -2, MAX_PAGE_BYTES),
                "-2 is not a position");
    }

    /**
     * A page has at most the requested number of bytes of updates, but at least one commit of any size. Consecutive
     * pages have no gaps, and the last one ends at the head.
     *
     * <p>If this fails, check that the bound is applied before all rows are in memory, and that the first commit is
     * never omitted: the reader would loop forever.
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
            assertTrue(!page.commits().isEmpty(), "a page after " + after + " has at least one commit");
            int bytes = page.commits().stream()
                    .mapToInt(commit -> commit.update().size())
                    .sum();
            assertTrue(
                    bytes <= 100 || page.commits().size() == 1,
                    "a page of several commits has at most 100 bytes: " + bytes);
            pages.add(seqs(page.commits()));
            after = page.lastSeq(after);
        }

        assertEquals(
                List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L),
                pages.stream().flatMap(List::stream).toList(),
                "pages have no gaps");
    }

    /**
     * Reading another generation, or an absent document, is refused.
     *
     * <p>If this fails, check that the generation is compared in the same view in which commits are read.
     */
    @Test
    public void required_storage433_readRejectsAnotherGeneration() {
        Head head = opened();

        for (DocumentId document : List.of(head.document(), newDocument())) {
            SequenceConflictException refused = assertThrows(
                    SequenceConflictException.class,
                    () -> store.read(document, newGeneration(), DocumentStore.NONE, MAX_PAGE_BYTES),
                    "the generation does not exist");
            assertEquals("wrong-generation", refused.code(), "the code is stable");
        }
    }

    /**
     * Compacting stores the snapshot. A reader from NONE gets it with the commits after it; a reader from a commit that
     * is still in the log gets the log.
     *
     * <p>If this fails, check that a snapshot does not hide the commits that it contains, and that the snapshot number
     * of the head changes in the same transaction.
     */
    @Test
    public void required_storage440_compactStoresTheSnapshot() {
        Head head = opened();
        commit(store, anyAppend(head, changes(5)));

        Head compacted = store.compact(head.document(), head.generation(), 0, new Snapshot(3, new byte[] {3}), 3);

        assertEquals(headWith(head, 5, 3), compacted, "the head after compacting");
        assertEquals(compacted, headOf(head.document()), "the returned head is the stored one");
        Page page = read(head, DocumentStore.NONE);
        assertSnapshot(3, new byte[] {3}, page);
        assertEquals(List.of(4L, 5L), seqs(page.commits()), "the commits after the snapshot");
        assertEquals(compacted, page.head());
        assertNull(read(head, 3).snapshot(), "a reader that has commit 3 needs no snapshot");
        assertEquals(List.of(4L, 5L), seqs(read(head, 3).commits()));
        assertEquals(List.of(6L), seqsOf(commit(store, appendAfter(5, head, change()))), "numbers continue");
    }

    /**
     * Compacting with an expectation that does not hold changes nothing: another caller was faster.
     *
     * <p>If this fails, check that the expected snapshot is compared under the lock of the document, and that nothing
     * of the refused snapshot remains.
     */
    @Test
    public void required_storage441_compactIgnoresAStaleExpectation() {
        Head head = opened();
        commit(store, anyAppend(head, changes(5)));
        Head first = store.compact(head.document(), head.generation(), 0, new Snapshot(2, new byte[] {2}), 0);

        for (long stale : List.of(0L, 1L, 3L)) {
            Head result = store.compact(head.document(), head.generation(), stale, new Snapshot(4, new byte[] {4}), 4);
            assertEquals(first, result, "the expectation " + stale + " does not hold at 2");
        }

        assertSnapshot(2, new byte[] {2}, read(head, DocumentStore.NONE));
        assertEquals(5, log(store, head).size(), "nothing was dropped");
        Head second = store.compact(head.document(), head.generation(), 2, new Snapshot(5, new byte[] {5}), 0);
        assertEquals(headWith(head, 5, 5), second, "the expectation holds");
        assertSnapshot(5, new byte[] {5}, read(head, DocumentStore.NONE));
        Head third = store.compact(head.document(), head.generation(), 5, new Snapshot(5, new byte[] {6}), 0);
        assertEquals(headWith(head, 5, 5), third, "a snapshot may replace one at the same commit");
        assertSnapshot(5, new byte[] {6}, read(head, DocumentStore.NONE));
    }

    /**
     * Commits younger than the retry horizon are kept, whatever the arguments, because retries need their operation
     * ids.
     *
     * <p>If this fails, check that age is measured by the clock that assigned the times of the commits.
     */
    @Test
    public void required_storage442_compactKeepsYoungCommits() {
        Head head = opened();
        List<Receipt> receipts = commit(store, anyAppend(head, changes(3)));
        List<Submission> submissions = submissions(log(store, head));

        store.compact(head.document(), head.generation(), 0, new Snapshot(3, new byte[] {3}), 3);

        assertEquals(submissions, submissions(log(store, head)), "recent commits are still in the log");
        assertEquals(known(receipts), commit(store, anyAppend(head, submissions)), "their operations are still known");
    }

    /**
     * Old commits that the snapshot contains and that the caller does not keep are dropped. A reader from a dropped
     * commit gets the snapshot; a reader from a kept one does not.
     *
     * <p>If this fails, check the boundary: the log is sufficient only if it contains commit {@code afterSeq + 1}.
     */
    @Test
    public void optional_storage443_compactDropsOldCommits() {
        Head head = opened();
        commit(store, anyAppend(head, changes(6)));
        assumeTrue(ageAll(OLD), "this adapter cannot make its records older");

        store.compact(head.document(), head.generation(), 0, new Snapshot(5, new byte[] {5}), 3);

        for (long dropped : List.of(DocumentStore.NONE, 0L, 1L, 2L)) {
            Page page = read(head, dropped);
            assertSnapshot(5, new byte[] {5}, page);
            assertEquals(List.of(6L), seqs(page.commits()), "the commits after the snapshot follow it");
        }
        assertNull(read(head, 3).snapshot(), "commit 4 is still in the log");
        assertEquals(List.of(4L, 5L, 6L), seqs(read(head, 3).commits()), "the kept commits are in the log");
        store.compact(head.document(), head.generation(), 5, new Snapshot(6, new byte[] {6}), 6);
        assertEquals(
                new Page(headWith(head, 6, 6), null, List.of()),
                read(head, 6),
                "a reader that has everything gets nothing");
        assertSnapshot(6, new byte[] {6}, read(head, 5));
        assertEquals(List.of(7L), seqsOf(commit(store, appendAfter(6, head, change()))), "numbers continue");
        assertEquals(List.of(7L), seqs(read(head, 6).commits()), "the log continues after the snapshot");
    }

    /**
     * Only a prefix of the log is dropped: a young commit keeps all commits after it, and old commits before it may be
     * dropped.
     *
     * <p>If this fails, check that the dropped commits are a range of numbers and not a set of ages.
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
        assertEquals(List.of(4L, 5L), seqs(read(head, 3).commits()), "young commits are in the log");
        assertEquals(
                known(young),
                commit(store, anyAppend(head, submissions(read(head, 3).commits()))));
    }

    /**
     * A log that is compacted while a reader is between two pages has no gap for the reader: the next page starts with
     * the snapshot.
     *
     * <p>If this fails, check that the first remaining commit is looked up in the same view in which commits are read.
     */
    @Test
    public void optional_storage445_aReaderBetweenPagesGetsTheSnapshot() {
        Head head = opened();
        commit(store, anyAppend(head, changes(8)));
        Page first = store.read(head.document(), head.generation(), 0, 20);
        long after = first.lastSeq(0);
        assertTrue(after < 6, "the first page is small");
        assumeTrue(ageAll(OLD), "this adapter cannot make its records older");

        store.compact(head.document(), head.generation(), 0, new Snapshot(7, new byte[] {7}), 6);

        Page second = store.read(head.document(), head.generation(), after, MAX_PAGE_BYTES);
        assertSnapshot(7, new byte[] {7}, second);
        assertEquals(List.of(8L), seqs(second.commits()), "the log continues after the snapshot");
    }

    /**
     * A snapshot must be at an existing commit and not before the newest snapshot, and only commits that it contains
     * may be dropped. Another generation is refused.
     *
     * <p>If this fails, check the arguments before anything is written.
     */
    @Test
    public void required_storage446_compactRejectsInvalidArguments() {
        Head head = opened();
        commit(store, anyAppend(head, changes(4)));
        store.compact(head.document(), head.generation(), 0, new Snapshot(2, new byte[] {2}), 0);

        assertThrows(IllegalArgumentException.class, () -> compact(head, 2, 5, 0), "a snapshot past the head");
        assertThrows(IllegalArgumentException.class, () -> compact(head, 2, 1, 0), "a snapshot before the newest one");
        assertThrows(
                IllegalArgumentException.class,
                () -> compact(head, 2, 3, 4),
                "dropping commits that it does not contain");
        assertThrows(IllegalArgumentException.class, () -> compact(head, 2, 3, -1), "a negative number");
        for (DocumentId document : List.of(head.document(), newDocument())) {
            SequenceConflictException refused = assertThrows(
                    SequenceConflictException.class,
                    () -> store.compact(document, newGeneration(), 2, new Snapshot(3, new byte[] {3}), 0),
                    "the generation does not exist");
            assertEquals("wrong-generation", refused.code(), "the code is stable");
        }
        assertSnapshot(2, new byte[] {2}, read(head, DocumentStore.NONE));
        assertEquals(4, log(store, head).size(), "nothing was dropped");
    }

    /**
     * Snapshots of any size are stored, including the empty one.
     *
     * <p>If this fails, check how a snapshot is divided into parts: at sizes around that of a part, and without any
     * byte.
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
        return store.read(head.document(), head.generation(), afterSeq, MAX_PAGE_BYTES);
    }

    private void compact(Head head, long expected, long seq, long keepAfter) {
        store.compact(head.document(), head.generation(), expected, new Snapshot(seq, new byte[] {9}), keepAfter);
    }

    private static void assertSnapshot(long seq, byte[] state, Page page) {
        Snapshot snapshot = assertNotNullSnapshot(page);
        assertEquals(seq, snapshot.seq(), "the page starts with the newest snapshot");
        assertArrayEquals(state, snapshot.state(), "the snapshot is read unchanged");
    }

    private static Snapshot assertNotNullSnapshot(Page page) {
        Snapshot snapshot = page.snapshot();
        assertNotNull(snapshot, "the page starts with a snapshot");
        return snapshot;
    }
}
