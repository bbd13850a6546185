package io.collab.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.api.SequenceConflictException;
import io.collab.api.Submission;
import io.collab.spi.storage.AppendResult;
import io.collab.spi.storage.DocumentStore;
import io.collab.spi.storage.Head;
import io.collab.spi.storage.Page;
import io.collab.spi.storage.Snapshot;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Rules 401, 402 and 420 to 426: creating, finding, listing and deleting documents. */
abstract class StoreDocumentRules extends StoreFixture {
    StoreDocumentRules() {}

    /**
     * An absent document that never existed is created as proposed, without content.
     *
     * <p>If this fails, check that the engine, its format version and the generation are stored and returned unchanged,
     * and that both sequence numbers are 0.
     */
    @Test
    public void required_storage401_openCreatesTheProposedDocument() {
        DocumentId document = newDocument();
        Generation generation = newGeneration();

        Head head = store.open(document, "some-engine", 7, generation);

        Head expected = new Head(document, generation, "some-engine", 7, 0, 0);
        assertEquals(expected, head, "a new document has the proposed values");
        assertEquals(Map.of(document, expected), store.heads(List.of(document)), "heads returns the same");
    }

    /**
     * Opening an existing document does not change it, whatever is proposed.
     *
     * <p>If this fails, check that opening reads before it writes, and that its write does nothing if the row exists.
     */
    @Test
    public void required_storage402_openReturnsTheExistingHead() {
        Head first = opened();
        commit(store, anyAppend(first, change(), change()));

        Head again = store.open(first.document(), "another-engine", 9, newGeneration());

        assertEquals(headWith(first, 2, 0), again, "the first proposal wins");
        assertEquals(again, headOf(first.document()), "nothing has changed");
    }

    /**
     * Of several nodes that open a new document concurrently, the first one wins and all get its head.
     *
     * <p>If this fails, check that a unique violation on creation is handled by reading and not reported as a failure,
     * and that the loser of the race does not return its own proposal.
     */
    @Test
    public void stochastic_storage420_concurrentOpenHasOneWinner() {
        DocumentStore other = anotherStore();
        for (int round = 0; round < 20; round++) {
            DocumentId document = newDocument();
            List<Callable<Head>> openings = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                DocumentStore node = i % 2 == 0 ? store : other;
                openings.add(() -> node.open(document, ENGINE, FORMAT, newGeneration()));
            }

            Set<Head> heads = new HashSet<>(ConcurrentCalls.run(patience(), openings));

            assertEquals(1, heads.size(), "all concurrent callers get the same head");
            assertEquals(heads, Set.of(headOf(document)), "the returned head is the stored one");
        }
    }

    /**
     * The heads of absent documents are omitted. A document that is requested twice has one entry.
     *
     * <p>If this fails, check that no entry has a null value, and that a request without documents returns an empty
     * map.
     */
    @Test
    public void required_storage421_headsOmitsAbsentDocuments() {
        Head one = opened();
        Head two = opened();
        commit(store, anyAppend(two, change()));

        Map<DocumentId, Head> heads =
                store.heads(List.of(one.document(), newDocument(), two.document(), one.document()));

        assertEquals(
                Map.of(one.document(), one, two.document(), headWith(two, 1, 0)),
                heads,
                "heads has the existing documents");
        assertEquals(Map.of(), store.heads(List.of()), "an empty request has an empty result");
    }

    /**
     * Names are listed in the order of their UTF-8 bytes, in which characters above U+FFFF are last.
     *
     * <p>If this fails, check the collation of the column: the order of a language, case folding and UTF-16 order (in
     * which a surrogate is before U+E000) are all wrong.
     */
    @Test
    public void required_storage422_listIsInTheOrderOfUtf8Bytes() {
        List<String> names = List.of(
                "-",
                "A",
                "Z",
                "a",
                "a b",
                "a-b",
                "a.b",
                "a/b",
                "aB",
                "ab",
                "z",
                "\u00c4",
                "\u00e4",
                "e\u0301",
                "\u4e00",
                "\ue000",
                "\uff5e",
                "\ud83d\ude00");
        List<String> expected = names.stream()
                .sorted((a, b) -> Arrays.compareUnsigned(utf8(a), utf8(b)))
                .toList();
        for (int i = names.size() - 1; i >= 0; i -= 2) {
            opened(new DocumentId(tenant(), names.get(i)));
        }
        for (int i = names.size() - 2; i >= 0; i -= 2) {
            opened(new DocumentId(tenant(), names.get(i)));
        }

        assertEquals(expected, names(store.list(tenant(), "", 100)), "the order is that of the names' UTF-8 bytes");
    }

    /**
     * A list starts after the given name and has at most the requested number of heads. It has no documents of other
     * tenants.
     *
     * <p>If this fails, check that the given name is compared in the order in which the list is sorted, also if no
     * document has that name, and that the tenant is compared exactly.
     */
    @Test
    public void required_storage423_listContinuesAfterAName() {
        for (String name : List.of("a", "b", "c", "d", "e")) {
            opened(new DocumentId(tenant(), name));
        }
        opened(new DocumentId(tenant() + "x", "b"));
        opened(new DocumentId(tenant().toUpperCase(Locale.ROOT), "b"));

        assertEquals(List.of("a", "b"), names(store.list(tenant(), "", 2)), "the first page");
        assertEquals(List.of("c", "d"), names(store.list(tenant(), "b", 2)), "continues after the last name");
        assertEquals(List.of("c"), names(store.list(tenant(), "bb", 1)), "also if no document has that name");
        assertEquals(List.of(), names(store.list(tenant(), "e", 2)), "the list is empty after the last name");
        assertThrows(IllegalArgumentException.class, () -> store.list(tenant(), "", 0), "a limit is at least 1");
    }

    /**
     * A deleted document is removed with its log and its snapshot, and nothing else is removed.
     *
     * <p>If this fails, check that the log and the snapshot are deleted in the same transaction, and that they are
     * found by the document and not by a prefix of its name.
     */
    @Test
    public void required_storage424_deleteRemovesTheDocument() {
        Head deleted = opened();
        Head other = opened();
        commit(store, anyAppend(deleted, change(), change()));
        commit(store, anyAppend(other, change()));
        store.compact(deleted.document(), deleted.generation(), 0, new Snapshot(1, new byte[] {1}), 0);

        assertTrue(store.delete(deleted.document(), deleted.generation()), "the document is deleted");

        assertEquals(
                Set.of(other.document()),
                store.heads(List.of(deleted.document(), other.document())).keySet());
        assertEquals(List.of(other.document().name()), names(store.list(tenant(), "", 100)), "it is not listed");
        assertThrows(
                SequenceConflictException.class,
                () -> store.read(deleted.document(), deleted.generation(), DocumentStore.NONE, MAX_PAGE_BYTES),
                "it cannot be read");
        AppendResult result = appendOne(store, anyAppend(deleted, change()));
        assertNull(
                assertInstanceOf(AppendResult.WrongGeneration.class, result, "nothing can be appended")
                        .head(),
                "an absent document has no head");
        assertEquals(1, log(store, other).size(), "another document is untouched");
    }

    /**
     * Deleting requires the current generation; otherwise nothing changes.
     *
     * <p>If this fails, check that the generation is compared under the lock under which the document is deleted.
     */
    @Test
    public void required_storage425_deleteOfAnotherGenerationDoesNothing() {
        Head head = opened();
        commit(store, anyAppend(head, change()));

        assertFalse(store.delete(head.document(), newGeneration()), "another generation is not deleted");
        assertFalse(store.delete(newDocument(), newGeneration()), "an absent document is not deleted");

        assertEquals(headWith(head, 1, 0), headOf(head.document()), "the document is unchanged");
        assertEquals(1, log(store, head).size(), "the log is unchanged");
    }

    /**
     * A re-created document has another generation and no content of the deleted one, and its sequence numbers continue
     * after the old ones.
     *
     * <p>If this fails, check that the last sequence number of a deleted document is kept, because bus messages and
     * caches of other nodes still contain the old numbers. Check also that the operation ids of the old log are no
     * longer known.
     */
    @Test
    public void required_storage426_recreatedDocumentContinuesTheNumbering() {
        Head old = opened();
        Submission repeated = change();
        commit(store, anyAppend(old, repeated, change(), change()));
        store.compact(old.document(), old.generation(), 0, new Snapshot(2, new byte[] {1}), 0);
        assertTrue(store.delete(old.document(), old.generation()));

        Generation generation = newGeneration();
        Head fresh = store.open(old.document(), "other", 2, generation);

        assertEquals(new Head(old.document(), generation, "other", 2, 3, 0), fresh, "sequence numbers never decrease");
        Page empty = store.read(fresh.document(), generation, DocumentStore.NONE, MAX_PAGE_BYTES);
        assertNull(empty.snapshot(), "the old snapshot is deleted");
        assertEquals(List.of(), empty.commits(), "the old log is deleted");
        assertEquals(3, empty.lastSeq(DocumentStore.NONE), "reading continues after the old numbers");
        assertEquals(
                List.of(4L),
                seqsOf(commit(store, appendAfter(3, fresh, repeated))),
                "the new log continues the numbering and does not know the old operations");
        Page page = store.read(fresh.document(), generation, 0, MAX_PAGE_BYTES);
        assertEquals(List.of(4L), seqs(page.commits()), "reading from 0 returns the new log from its first commit");
        assertNotEquals(old.generation(), page.head().generation());
        assertFalse(store.delete(old.document(), old.generation()), "the old generation no longer exists");
    }

    static Head headWith(Head head, long seq, long snapshotSeq) {
        return head.withSeq(seq).withSnapshotSeq(snapshotSeq);
    }

    private static List<String> names(List<Head> heads) {
        return heads.stream().map(head -> head.document().name()).toList();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
