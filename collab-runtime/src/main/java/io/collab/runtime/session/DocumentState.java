package io.collab.runtime.session;

import io.collab.api.Commit;
import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.api.Update;
import io.collab.api.Version;
import io.collab.spi.merge.Replica;
import io.collab.spi.storage.Head;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of a document in memory: its replica and the last commit in it. The only owner of both. Invariant I0: the replica is
 * the fold of {@code integrate} over snapshot and log, so memory is never ahead of the log. Not thread-safe: it belongs to the
 * thread that loads it, then to the session's mailbox.
 */
final class DocumentState {
    private Head loadedHead;
    private Replica replica;
    private long seq;
    private DocumentSize size;
    private @Nullable List<Update> lastDiff;
    private @Nullable Version lastDiffVersion;
    private long lastDiffSeq;

    /**
     * @param loadedHead the head as it was read last
     * @param replica contains all commits up to {@code seq}
     * @param seq the last commit in the replica
     * @param size the size of what is in the replica
     */
    DocumentState(Head loadedHead, Replica replica, long seq, DocumentSize size) {
        this.loadedHead = loadedHead;
        this.replica = replica;
        this.seq = seq;
        this.size = size;
    }

    DocumentId document() {
        return loadedHead.document();
    }

    Generation generation() {
        return loadedHead.generation();
    }

    Head loadedHead() {
        return loadedHead;
    }

    Replica replica() {
        return replica;
    }

    /** Returns the sequence number of the last commit in the replica. */
    long seq() {
        return seq;
    }

    /** Returns whether the document has at most so many bytes, as a snapshot. */
    boolean isWithin(long maxBytes) {
        return size.isWithin(maxBytes, replica);
    }

    /** Integrates the next commits and returns their updates. */
    List<Update> integrate(List<Commit> commits) {
        List<Update> updates = new ArrayList<>(commits.size());
        for (Commit commit : commits) {
            replica.integrate(commit);
            seq = commit.seq();
            size.add(commit.update().size());
            lastDiff = null;
            updates.add(commit.update());
        }
        return updates;
    }

    /**
     * Returns the updates that a peer lacks, in order, in parts of about {@value SyncAnswer#MAX_PART_BYTES} bytes. Peers that join
     * together have the same version: the last answer is kept until the document changes.
     *
     * @throws io.collab.api.ProtocolException if the version cannot be read
     */
    List<Update> diff(Version version) {
        List<Update> known = lastDiff;
        if (known == null || lastDiffSeq != seq || !version.equals(lastDiffVersion)) {
            known = replica.diff(version, SyncAnswer.MAX_PART_BYTES);
            lastDiff = known;
            lastDiffVersion = version;
            lastDiffSeq = seq;
        }
        return known;
    }

    /** Releases the last answer; called regularly, so that an idle document does not keep it. */
    void forgetDiff() {
        lastDiff = null;
    }

    /**
     * Replaces the replica by a newer one of the same generation.
     *
     * @return the updates that a client with the old state lacks, in order
     */
    List<Update> replaceBy(DocumentState newer) {
        Replica old = replica;
        loadedHead = newer.loadedHead;
        replica = newer.replica;
        seq = newer.seq;
        size = newer.size;
        lastDiff = null;
        return replica.diff(old.version(), SyncAnswer.MAX_PART_BYTES);
    }
}
