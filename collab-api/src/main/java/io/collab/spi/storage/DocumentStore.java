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
 * The durable log of documents, and their snapshots. Implemented by adapters; {@code DocumentStoreTck} holds the rules,
 * docs/spi.md numbers them (4xx).
 *
 * <p>Called from many threads at once. Every method may block, within time-outs of the store's own, and may throw
 * {@link StorageException}, which means for a write that its outcome is unknown. Sequence numbers are gap-free per
 * document and become visible in order.
 */
public interface DocumentStore extends AutoCloseable {
    /** For {@link #read}: nothing is known yet, so start with the newest snapshot. */
    long NONE = -1;

    /** How long an append may be asked again; for as long {@link #compact} keeps its record. */
    Duration RETRY_HORIZON = Duration.ofMinutes(10);

    /**
     * Where a document stands; creates it when it is absent. Of several that create it at once the first one wins and all
     * get its head.
     *
     * @param engine the engine for a new document
     * @param formatVersion the engine's format for a new document
     * @param proposedGeneration the lineage for a new document
     */
    Head open(DocumentId document, String engine, int formatVersion, Generation proposedGeneration);

    /** Where documents stand; absent ones are left out. */
    Map<DocumentId, Head> heads(Collection<DocumentId> documents);

    /**
     * The documents of a tenant, in the order of their names' UTF-8 bytes.
     *
     * @param afterName only names behind this one; the empty string for the first page
     * @param limit the most to return, at least 1
     */
    List<Head> list(String tenant, String afterName, int limit);

    /**
     * Appends to many documents, atomically for each of them. Decides for each in this order: the document is unknown or
     * has another generation: {@link AppendResult.WrongGeneration}; all operation ids are known: {@link AppendResult.Committed}
     * with the original receipts, whatever the guard; the guard fails, or only some ids are known under
     * {@link Guard.After}: {@link AppendResult.Conflict}; otherwise the unknown ones are written: {@link AppendResult.Committed}.
     * Durable on return, as {@link #durability()} says.
     *
     * @param appends no document twice
     * @return one answer per append, in order
     * @throws StorageException the outcome is unknown for all of them: ask again with the same operation ids, which are
     *     kept for at least ten minutes
     */
    List<AppendResult> append(List<Append> appends);

    /**
     * Reads the log in one consistent view. Starts with the newest snapshot exactly when {@code afterSeq} is {@link #NONE}
     * or commit {@code afterSeq + 1} is no longer in the log; otherwise with commit {@code afterSeq + 1}. A document that was
     * deleted and made anew has a log that begins behind the numbers of the deleted one; until it has a snapshot, who asks
     * for what is before gets no snapshot and the log from its beginning.
     *
     * @param afterSeq the last commit that the caller has, 0 when it has none but wants the log, or {@link #NONE}
     * @param maxBytes the most bytes of updates to bring; at least one commit comes whatever its size
     * @throws SequenceConflictException code {@code wrong-generation} when the document is absent or has another generation
     */
    Page read(DocumentId document, Generation generation, long afterSeq, int maxBytes);

    /**
     * Replaces the newest snapshot, and drops commits that it holds. Does nothing when the newest snapshot is not the
     * expected one: somebody else was faster. Commits younger than ten minutes stay whatever is asked, for their operation
     * ids must stay known.
     *
     * @param expectedSnapshotSeq {@link Head#snapshotSeq()} as the caller knew it
     * @param snapshot at a commit that exists, not before the newest snapshot
     * @param keepAfterSeq commits behind this one stay; at most {@code snapshot.seq()}
     * @return where the document stands now
     * @throws IllegalArgumentException when the snapshot or {@code keepAfterSeq} is out of these bounds
     * @throws SequenceConflictException code {@code wrong-generation} when the document is absent or has another generation
     */
    Head compact(
            DocumentId document, Generation generation, long expectedSnapshotSeq, Snapshot snapshot, long keepAfterSeq);

    /**
     * Deletes a document with its log. A document of the same name that is opened later has another generation, and its
     * sequence numbers go on behind the old ones.
     *
     * @return false when the document is absent or has another generation; then nothing has changed
     */
    boolean delete(DocumentId document, Generation generation);

    /** What an answer of this store is worth. Cheap; does not change while the store is open. */
    Durability durability();

    /** Lets go of everything. Closing twice does nothing; other calls afterwards throw {@link StorageException}. */
    @Override
    void close();
}
