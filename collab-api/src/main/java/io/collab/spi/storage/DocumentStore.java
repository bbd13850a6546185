package io.collab.spi.storage;

import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.api.SequenceConflictException;
import io.collab.api.StorageException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The durable log of documents and their snapshots.
 *
 * <p>Implemented by adapters. {@code DocumentStoreTck} checks the rules; docs/spi.md numbers them (4xx).
 *
 * <p>Thread-safe: any number of threads may call any method at the same time. Every method except {@link #id()} and
 * {@link #durability()} may block, within time-outs that the store sets itself, and may throw {@link StorageException}. If a method that
 * writes throws it, the outcome is unknown: the write may or may not have happened.
 *
 * <p>The sequence numbers of a document are consecutive and start at 1. A document that is opened again after its
 * deletion continues the numbers of the deleted document, so its log may start at any number. Commits become visible to
 * readers in the order of their sequence numbers.
 */
public interface DocumentStore extends AutoCloseable {
    /**
     * The {@code afterSeq} of a reader that has no state: {@link #read} starts with the newest snapshot, if there is
     * one.
     */
    long NONE = -1;

    /**
     * The minimum time for which an append can be retried: {@link #compact} keeps every commit for at least this long.
     */
    Duration RETRY_HORIZON = Duration.ofMinutes(10);

    /** The maximum length of {@link #id()}, in characters. */
    int MAX_ID_LENGTH = 64;

    /**
     * Returns the head of a document, and creates the document if it is absent. If several callers create it at the
     * same time, the first one wins and all get its head. An existing document is not changed.
     *
     * @param document the id of the document
     * @param engine the name of the engine for a new document
     * @param formatVersion the format version of the engine for a new document, at least 1
     * @param proposedGeneration the generation for a new document
     * @return the current head; that of a new document has the proposed values
     * @throws StorageException if the store fails; the document may have been created
     */
    Head open(DocumentId document, String engine, int formatVersion, Generation proposedGeneration);

    /**
     * Returns the heads of documents.
     *
     * @param documents any number of ids; repeated ids count once
     * @return one entry per document that exists; absent documents are omitted
     * @throws StorageException if the store fails
     */
    Map<DocumentId, Head> heads(Collection<DocumentId> documents);

    /**
     * Lists the documents of a tenant in the order of the UTF-8 bytes of their names.
     *
     * @param tenant the tenant, compared exactly
     * @param afterName the name after which the list starts, exclusive; the empty string for the first page
     * @param limit the maximum number of heads, at least 1
     * @return at most {@code limit} heads; empty if there are no more
     * @throws IllegalArgumentException if {@code limit} is less than 1
     * @throws StorageException if the store fails
     */
    List<Head> list(String tenant, String afterName, int limit);

    /**
     * Appends to one or more documents, atomically per document. A returned {@link AppendResult.Committed} is durable
     * as stated by {@link #durability()}. The result for each document is the first of these that applies:
     *
     * <ol>
     *   <li>{@link AppendResult.WrongGeneration} if the document is absent or has another generation.
     *   <li>{@link AppendResult.Committed} with the original receipts if all operation ids are known, whatever the
     *       guard.
     *   <li>{@link AppendResult.Conflict} if the guard does not hold, or if only some operation ids are known and the
     *       guard is {@link Guard.After}.
     *   <li>{@link AppendResult.Committed} after the unknown submissions were written. Known ones keep their original
     *       receipts.
     * </ol>
     *
     * @param appends the appends, each for a different document; may be empty
     * @return one result per append, in the order of {@code appends}
     * @throws IllegalArgumentException if a document, or an operation id within one append, occurs twice; nothing is
     *     written
     * @throws StorageException if the outcome is unknown, for all appends of the call. The caller may retry with the
     *     same operation ids for at least {@link #RETRY_HORIZON}
     */
    List<AppendResult> append(List<Append> appends);

    /**
     * Reads a part of the log in one consistent view.
     *
     * <p>The page starts with the newest snapshot, if there is one, in two cases: {@code afterSeq} is {@link #NONE}; or
     * commit {@code afterSeq + 1} is not past the head and not in the log, because it was compacted or belongs to the
     * deleted predecessor of a re-created document. Otherwise the page has no snapshot and starts with the first commit
     * in the log after {@code afterSeq}. If {@code afterSeq} is at or past the head, the page has no commits.
     *
     * @param document the id of the document
     * @param generation the expected generation
     * @param afterSeq the sequence number of the last commit that the caller has; 0 to read the log from its first
     *     commit; {@link #NONE} to start with the newest snapshot
     * @param maxBytes the maximum number of bytes of all updates of the page. The first commit is returned even if it
     *     is larger. A page may end before the bound is reached
     * @return the page; the last one has been read if {@link Page#lastSeq} is at least the sequence number of its head
     * @throws IllegalArgumentException if {@code afterSeq} is less than {@link #NONE}
     * @throws SequenceConflictException with code {@code wrong-generation} if the document is absent or has another
     *     generation
     * @throws StorageException if the store fails
     */
    Page read(DocumentId document, Generation generation, long afterSeq, int maxBytes);

    /**
     * Replaces the newest snapshot and drops a prefix of the commits that the new snapshot contains. Does nothing if
     * the newest snapshot is not the expected one, which means that another caller has compacted in the meantime.
     *
     * <p>Keeps all commits with a sequence number greater than {@code keepAfterSeq}. Keeps also every commit younger
     * than {@link #RETRY_HORIZON} and all commits after it, because retries must find their operation ids.
     *
     * @param document the id of the document
     * @param generation the expected generation
     * @param expectedSnapshotSeq the {@link Head#snapshotSeq()} that the caller has seen
     * @param snapshot the new snapshot; its sequence number is at least 1, at least that of the newest snapshot, and at
     *     most that of the last commit
     * @param keepAfterSeq the highest sequence number that may be dropped, from 0 to {@code snapshot.seq()}
     * @return the current head, also if nothing was done
     * @throws IllegalArgumentException if the snapshot or {@code keepAfterSeq} is out of bounds; nothing is changed.
     *     The bounds that depend on the head are checked only if the expectation holds
     * @throws SequenceConflictException with code {@code wrong-generation} if the document is absent or has another
     *     generation
     * @throws StorageException if the outcome is unknown; a retry is safe
     */
    Head compact(
            DocumentId document, Generation generation, long expectedSnapshotSeq, Snapshot snapshot, long keepAfterSeq);

    /**
     * Deletes a document with its log and its snapshot. A document with the same id that is opened later is created with
     * the generation proposed then, and its sequence numbers continue after those of the deleted document.
     *
     * @param document the id of the document
     * @param generation the expected generation
     * @return true if this call deleted the document; false if it is absent or has another generation, and then nothing
     *     has changed
     * @throws StorageException if the outcome is unknown
     */
    boolean delete(DocumentId document, Generation generation);

    /**
     * Checks that appends can be written now: the store answers and is not read-only. Writes nothing, or nothing that a
     * reader sees. The default implementation only reads; a store whose database may become read-only overrides it.
     *
     * @throws StorageException if the store does not answer or cannot write
     */
    default void check() {
        list(DocumentId.DEFAULT_TENANT, "", 1);
    }

    /**
     * Returns an id that all nodes on the same documents have in common, and that stores with other documents do not have,
     * even if they started as a copy of the same database. Nodes exchange messages over a bus only with nodes of the same
     * id. Does not block.
     *
     * @return at most {@value #MAX_ID_LENGTH} characters of ASCII, found when the store was opened; the same value for as
     *     long as it is open. The default implementation returns the empty string: stores without ids must not share a bus
     */
    default String id() {
        return "";
    }

    /**
     * Returns the durability of an acknowledged append. Does not block.
     *
     * @return the durability found when the store was opened; the same value for as long as it is open
     */
    Durability durability();

    /**
     * Releases all resources. Calling it again does nothing. Other methods, except {@link #id()} and {@link #durability()}, throw
     * {@link StorageException} afterwards.
     */
    @Override
    void close();
}
