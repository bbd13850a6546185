package io.collab.runtime.memory;

import io.collab.api.Commit;
import io.collab.api.OperationId;
import io.collab.api.Receipt;
import io.collab.api.Submission;
import io.collab.spi.storage.Append;
import io.collab.spi.storage.AppendResult;
import io.collab.spi.storage.DocumentStore;
import io.collab.spi.storage.Guard;
import io.collab.spi.storage.Head;
import io.collab.spi.storage.Page;
import io.collab.spi.storage.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One document of a {@link MemoryDocumentStore}. Not thread-safe: the lock of the store guards it. */
final class MemoryDocument {
    private final TreeMap<Long, Commit> log = new TreeMap<>();
    private final Map<OperationId, Commit> byOperation = new HashMap<>();
    private Head head;
    private @Nullable Snapshot snapshot;

    MemoryDocument(Head head) {
        this.head = head;
    }

    Head head() {
        return head;
    }

    AppendResult append(Append append, Instant now) {
        if (!append.generation().equals(head.generation())) {
            return new AppendResult.WrongGeneration(head);
        }
        long known = append.submissions().stream()
                .filter(submission -> byOperation.containsKey(submission.operation()))
                .count();
        boolean allKnown = known == append.submissions().size();
        if (!allKnown && append.guard() instanceof Guard.After after && (after.seq() != head.seq() || known > 0)) {
            return new AppendResult.Conflict(head);
        }
        List<Receipt> receipts = new ArrayList<>();
        for (Submission submission : append.submissions()) {
            Commit original = byOperation.get(submission.operation());
            Commit commit = original != null ? original : write(submission, now);
            receipts.add(new Receipt(commit.seq(), commit.time(), original == null));
        }
        return new AppendResult.Committed(receipts);
    }

    Page read(long afterSeq, int maxBytes) {
        long firstSeq = log.isEmpty() ? head.seq() + 1 : log.firstKey();
        boolean fromSnapshot = afterSeq == DocumentStore.NONE || afterSeq + 1 < firstSeq;
        Snapshot start = fromSnapshot ? snapshot : null;
        List<Commit> commits = new ArrayList<>();
        long bytes = 0;
        for (Commit commit :
                log.tailMap(start != null ? start.seq() : afterSeq, false).values()) {
            bytes += commit.update().size();
            if (bytes > maxBytes && !commits.isEmpty()) {
                break;
            }
            commits.add(commit);
        }
        return new Page(head, start, commits);
    }

    Head compact(long expectedSnapshotSeq, Snapshot newer, long keepAfterSeq, Instant dropBefore) {
        if (head.snapshotSeq() != expectedSnapshotSeq) {
            return head;
        }
        if (newer.seq() > head.seq() || newer.seq() < head.snapshotSeq()) {
            throw new IllegalArgumentException("a snapshot at " + newer.seq() + " is out of bounds for " + head);
        }
        snapshot = newer;
        head = head.withSnapshotSeq(newer.seq());
        while (!log.isEmpty()
                && log.firstKey() <= keepAfterSeq
                && log.firstEntry().getValue().time().isBefore(dropBefore)) {
            Commit dropped = log.pollFirstEntry().getValue();
            byOperation.remove(dropped.submission().operation());
        }
        return head;
    }

    void restoreBackup(long seq) {
        for (Commit lost : List.copyOf(log.tailMap(seq, false).values())) {
            log.remove(lost.seq());
            byOperation.remove(lost.submission().operation());
        }
        head = head.withSeq(Math.min(seq, head.seq()));
    }

    private Commit write(Submission submission, Instant now) {
        long seq = head.seq() + 1;
        Commit commit = new Commit(head.document(), head.generation(), seq, now, submission);
        log.put(seq, commit);
        byOperation.put(submission.operation(), commit);
        head = head.withSeq(seq);
        return commit;
    }
}
