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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Rules 401, 402 and 420 to 426: documents come, are found, and go. */
abstract class StoreDocumentRules extends StoreFixture {
    StoreDocumentRules() {}

    /**
     * A document that is absent is made as proposed, with nothing in it.
     *
     * <p>If this fails, check that the engine, its format and the generation are stored and come back unchanged, and
     * that both sequence numbers start at 0.
     */
    @Test
    public void required_storage401_openCreatesTheProposedDocument() {
        DocumentId document = newDocument();
        Generation generation = newGeneration();

        Head head = store.open(document, "some-engine", 7, generation);

        Head expected = new Head(document, generation, "some-engine", 7, 0, 0);
        assertEquals(expected, head, "a new document has what was proposed");
        assertEquals(Map.of(document, expected), store.heads(List.of(document)), "and is found so");
    }

    /**
     * A document that is there stays as it is, whatever is proposed.
     *
     * <p>If this fails, check that opening reads before it writes, and that its write does nothing when the row is
     * there.
     */
    @Test
    public void required_storage402_openReturnsTheExistingHead() {
        Head first = opened();
        commit(store, anyAppend(first, change(), change()));

        Head again = store.open(first.document(), "another-engine", 9, newGeneration());

        assertEquals(headWith(first, 2, 0), again, "the first one to open a document decides");
        assertEquals(again, headOf(first.document()), "and nothing has changed");
    }

    /**
     * Of several nodes that open a new document at once the first one wins, and all get its head.
     *
     * <p>If this fails, check that a unique violation while creating is answered by reading, not by failing; and that
     * the loser of the race does not return its own proposal.
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

            Set<Head> heads = new HashSet<>(Together.run(patience(), openings));

            assertEquals(1, heads.size(), "all who open a document at once get the same head");
            assertEquals(heads, Set.of(headOf(document)), "which is the one that is stored");
        }
    }

    /**
     * Heads of documents that are absent are left out; one asked for twice comes once.
     *
     * <p>If this fails, check that no entry has a null value, and that asking for nothing is answered with nothing.
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
                "heads has the documents that are there");
        assertEquals(Map.of(), store.heads(List.of()), "nothing is asked for");
    }

    /**
     * Names are listed in the order of their UTF-8 bytes, in which characters beyond U+FFFF come last.
     *
     * <p>If this fails, check the collation of the column: languages' orders, case folding and UTF-16 order (in which a
     * surrogate comes before U+E000) are all wrong.
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
                .sorted((a, b) -> java.util.Arrays.compareUnsigned(utf8(a), utf8(b)))
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
     * A page of a list begins behind the name given and has at most as many heads as asked for; other tenants'
     * documents are not in it.
     *
     * <p>If this fails, check that the name given is compared in the same order as the list is sorted, also when no
     * document has it, and that the tenant is compared exactly.
     */
    @Test
    public void required_storage423_listContinuesAfterAName() {
        for (String name : List.of("a", "b", "c", "d", "e")) {
            opened(new DocumentId(tenant(), name));
        }
        opened(new DocumentId(tenant() + "x", "b"));
        opened(new DocumentId(tenant().toUpperCase(java.util.Locale.ROOT), "b"));

        assertEquals(List.of("a", "b"), names(store.list(tenant(), "", 2)), "the first page");
        assertEquals(List.of("c", "d"), names(store.list(tenant(), "b", 2)), "goes on behind the last name");
        assertEquals(List.of("c"), names(store.list(tenant(), "bb", 1)), "also when no document has that name");
        assertEquals(List.of(), names(store.list(tenant(), "e", 2)), "until there are no more");
        assertThrows(IllegalArgumentException.class, () -> store.list(tenant(), "", 0), "a limit is at least 1");
    }

    /**
     * A deleted document is gone with its log and its snapshot; nothing else is.
     *
     * <p>If this fails, check that the log and the snapshot go in the same transaction, and that they are found by the
     * document, not by its name's prefix.
     */
    @Test
    public void required_storage424_deleteRemovesTheDocument() {
        Head gone = opened();
        Head stays = opened();
        commit(store, anyAppend(gone, change(), change()));
        commit(store, anyAppend(stays, change()));
        store.compact(gone.document(), gone.generation(), 0, new Snapshot(1, new byte[] {1}), 0);

        assertTrue(store.delete(gone.document(), gone.generation()), "the document is deleted");

        assertEquals(
                Set.of(stays.document()),
                store.heads(List.of(gone.document(), stays.document())).keySet());
        assertEquals(List.of(stays.document().name()), names(store.list(tenant(), "", 100)), "it is not listed");
        assertThrows(
                SequenceConflictException.class,
                () -> store.read(gone.document(), gone.generation(), DocumentStore.NONE, PLENTY),
                "it cannot be read");
        AppendResult answer = appendOne(store, anyAppend(gone, change()));
        assertNull(
                assertInstanceOf(AppendResult.WrongGeneration.class, answer, "nothing can be appended")
                        .head(),
                "an absent document has no head");
        assertEquals(1, log(store, stays).size(), "another document is untouched");
    }

    /**
     * Who deletes must know the generation; otherwise nothing changes.
     *
     * <p>If this fails, check that the generation is compared under the same lock under which the document is deleted.
     */
    @Test
    public void required_storage425_deleteOfAnotherGenerationDoesNothing() {
        Head head = opened();
        commit(store, anyAppend(head, change()));

        assertFalse(store.delete(head.document(), newGeneration()), "another generation is not deleted");
        assertFalse(store.delete(newDocument(), newGeneration()), "an absent document is not deleted");

        assertEquals(headWith(head, 1, 0), headOf(head.document()), "the document is as before");
        assertEquals(1, log(store, head).size(), "and so is its log");
    }

    /**
     * A document that is deleted and made anew has another generation and nothing of the old content, and its sequence
     * numbers go on behind the old ones.
     *
     * <p>If this fails, check that something of a deleted document stays behind that keeps its last number: bus
     * messages and caches on other nodes still carry the old ones. Check too that operation ids of the old log are
     * forgotten.
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

        assertEquals(new Head(old.document(), generation, "other", 2, 3, 0), fresh, "sequence numbers never go back");
        Page empty = store.read(fresh.document(), generation, DocumentStore.NONE, PLENTY);
        assertNull(empty.snapshot(), "the old snapshot is gone");
        assertEquals(List.of(), empty.commits(), "the old log is gone");
        assertEquals(3, empty.lastSeq(DocumentStore.NONE), "and reading goes on behind the old numbers");
        assertEquals(
                List.of(4L),
                seqsOf(commit(store, appendAfter(3, fresh, repeated))),
                "the new log goes on counting, and has never seen the old operations");
        Page page = store.read(fresh.document(), generation, 0, PLENTY);
        assertEquals(List.of(4L), seqs(page.commits()), "who asks from 0 gets the new log from its beginning");
        assertNotEquals(old.generation(), page.head().generation());
        assertFalse(store.delete(old.document(), old.generation()), "the old generation is not there any more");
    }

    static Head headWith(Head head, long seq, long snapshotSeq) {
        return new Head(head.document(), head.generation(), head.engine(), head.formatVersion(), seq, snapshotSeq);
    }

    private static List<String> names(List<Head> heads) {
        return heads.stream().map(head -> head.document().name()).toList();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
}
