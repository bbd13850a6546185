package io.collab.tck;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.collab.api.Commit;
import io.collab.api.Receipt;
import io.collab.api.StorageException;
import io.collab.spi.storage.Append;
import io.collab.spi.storage.DocumentStore;
import io.collab.spi.storage.Durability;
import io.collab.spi.storage.Head;
import io.collab.spi.storage.Snapshot;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * The rules of a {@link DocumentStore}, 4xx in docs/spi.md. Extend it and open the store:
 *
 * <pre>{@code
 * final class MyDocumentStoreTckTest extends DocumentStoreTck {
 *     @Override
 *     protected DocumentStore openStore() {
 *         return new MyDocumentStore(url);
 *     }
 * }
 * }</pre>
 */
public abstract class DocumentStoreTck extends StoreRaceRules {
    /** The store comes from {@link #openStore()}. */
    protected DocumentStoreTck() {}

    /**
     * A durable store finds everything again after it was closed.
     *
     * <p>If this fails, check that nothing waits in a buffer after an append was acknowledged, and that the order of
     * names, the operation ids and the last numbers are stored and not only in memory.
     */
    @Test
    public void optional_storage460_reopenFindsEverything() {
        assumeTrue(store.durability().level() != Durability.Level.MEMORY, "this adapter does not keep its documents");
        Head head = opened();
        Append append = anyAppend(head, changes(3));
        List<Receipt> receipts = commit(store, append);
        store.compact(head.document(), head.generation(), 0, new Snapshot(2, new byte[] {2}), 0);
        Head deleted = opened();
        commit(store, anyAppend(deleted, changes(2)));
        store.delete(deleted.document(), deleted.generation());
        List<Commit> log = log(store, head);
        Head before = headOf(head.document());

        closeAllStores();
        store = anotherStore();

        assertEquals(before, opened(head.document()), "the head is unchanged");
        assertEquals(log, log(store, head), "the log is unchanged");
        assertEquals(known(receipts), commit(store, append), "operations are known");
        assertEquals(List.of(4L), seqsOf(commit(store, appendAfter(3, head, change()))), "numbers continue");
        assertEquals(2, opened(deleted.document()).seq(), "numbers of a deleted document continue too");
    }

    /**
     * A closed store throws {@link StorageException}. Closing it again does nothing, and other nodes continue.
     *
     * <p>If this fails, check that no call waits for a connection that is never returned.
     */
    @Test
    public void required_storage461_aClosedStoreThrows() {
        Head head = opened();
        DocumentStore other = anotherStore();
        commit(other, anyAppend(head, change()));

        other.close();
        other.close();

        List<Executable> calls = List.of(
                () -> other.open(head.document(), ENGINE, FORMAT, head.generation()),
                () -> other.heads(List.of(head.document())),
                () -> other.list(tenant(), "", 1),
                () -> other.append(List.of(anyAppend(head, change()))),
                () -> other.read(head.document(), head.generation(), 0, MAX_PAGE_BYTES),
                () -> other.compact(head.document(), head.generation(), 0, new Snapshot(1, new byte[] {1}), 0),
                () -> other.delete(head.document(), head.generation()));
        for (Executable call : calls) {
            assertThrows(StorageException.class, call, "a closed store throws StorageException");
        }
        assertEquals(List.of(2L), seqsOf(commit(store, anyAppend(head, change()))), "another node continues");
    }

    /**
     * A store reports its durability, and the same value for as long as it is open.
     *
     * <p>If this fails, check that the durability is determined when the store is opened, and that the number of
     * replicas is not negative.
     */
    @Test
    public void required_storage462_durabilityIsConstant() {
        Durability durability = store.durability();

        assertTrue(durability.replicas() >= 0, "the number of replicas is not negative");
        commit(store, anyAppend(opened(), change()));
        assertEquals(durability, store.durability(), "the durability does not change");
    }

    /**
     * A call on an interrupted thread may throw {@link StorageException}, and the store continues for other callers.
     *
     * <p>If this fails, check embedded databases: an interrupt closes a file channel for all its users.
     */
    @Test
    public void required_storage463_anInterruptDoesNotBreakTheStore() {
        Head head = opened();
        Append append = anyAppend(head, change());

        ConcurrentCalls.run(patience(), List.of(() -> {
            Thread.currentThread().interrupt();
            try {
                store.append(List.of(append));
            } catch (StorageException unknown) {
                // the outcome is unknown; the retry below resolves it
            }
            return 0;
        }));

        List<Receipt> retried =
                assertDoesNotThrow(() -> commit(store, append), "the store continues after an interrupt");
        assertEquals(List.of(1L), seqsOf(retried), "the retry gets its receipt");
        assertEquals(List.of(2L), seqsOf(commit(store, anyAppend(head, change()))), "the store continues");
        assertEquals(List.of(1L, 2L), seqs(log(store, head)));
    }

    /**
     * A check returns while appends can be written, and changes no document. The check of a closed store throws
     * {@link StorageException}.
     *
     * <p>If this fails, check that the check uses the database and not the state of this object. Test also with a
     * database that is read-only.
     */
    @Test
    public void required_storage464_checkFailsIfNothingCanBeAppended() {
        Head head = opened();
        commit(store, anyAppend(head, change()));
        Head before = headOf(head.document());

        assertDoesNotThrow(store::check, "appends can be written");

        assertEquals(before, headOf(head.document()), "a check changes no document");
        DocumentStore other = anotherStore();
        other.close();
        assertThrows(StorageException.class, other::check, "the check of a closed store throws StorageException");
    }

    /**
     * All nodes on the same documents have the same id, which never changes while the store is open. The author of an
     * adapter tests that stores with other documents have other ids.
     *
     * <p>If this fails, check that the id is stored with the documents and not made by this object.
     */
    @Test
    public void required_storage465_allNodesHaveTheSameId() {
        String id = store.id();

        assertTrue(
                id.length() <= DocumentStore.MAX_ID_LENGTH && id.chars().allMatch(c -> c > ' ' && c < 0x7f),
                "an id has at most " + DocumentStore.MAX_ID_LENGTH + " characters of ASCII");
        assertEquals(id, anotherStore().id(), "another node on the same documents has the same id");
        commit(store, anyAppend(opened(), change()));
        assertEquals(id, store.id(), "the id does not change");
    }
}
