package io.collab.jpa;

import io.collab.api.Author;
import io.collab.api.OperationId;
import io.collab.api.Receipt;
import io.collab.api.Submission;
import io.collab.spi.storage.Append;
import io.collab.spi.storage.AppendResult;
import io.collab.spi.storage.Guard;
import io.collab.spi.storage.Head;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One append on H2. It locks the rows of all documents in the order of their
 * {@link io.collab.api.DocumentId#key() keys}, so that two appends cannot deadlock. The log of a document cannot change
 * while its row is locked, so the next statements see its current state. Not thread-safe.
 */
final class H2Append implements AutoCloseable {
    private final PreparedStatement findAndLock;
    private final PreparedStatement known;
    private final PreparedStatement insert;
    private final PreparedStatement updateSeq;
    private final OffsetDateTime now;
    private final Instant time;

    H2Append(Connection connection, DocumentTable documents) throws SQLException {
        findAndLock = documents.prepareFind(connection, true);
        known = connection.prepareStatement(
                "select seq, committed_at from collab_commit where document = ? and source = ? and counter = ?");
        insert = connection.prepareStatement("insert into collab_commit (document, seq, source, counter, principal,"
                + " connection, node, committed_at, content) values (?, ?, ?, ?, ?, ?, ?, ?, ?)");
        updateSeq = connection.prepareStatement("update collab_document set seq = ? where id = ?");
        try (PreparedStatement clock = connection.prepareStatement("select current_timestamp(6)");
                ResultSet row = clock.executeQuery()) {
            row.next();
            now = row.getObject(1, OffsetDateTime.class);
            time = now.toInstant();
        }
    }

    List<AppendResult> run(List<Append> appends) throws SQLException {
        AppendResult[] results = new AppendResult[appends.size()];
        int[] sorted = IntStream.range(0, results.length)
                .boxed()
                .sorted(Comparator.comparing(i -> appends.get(i).document().key()))
                .mapToInt(i -> i)
                .toArray();
        for (int i : sorted) {
            results[i] = append(appends.get(i));
        }
        insert.executeBatch();
        updateSeq.executeBatch();
        return List.of(results);
    }

    @Override
    public void close() throws SQLException {
        try (findAndLock;
                known;
                insert;
                updateSeq) {
            // the resources are closed in reverse order
        }
    }

    private AppendResult append(Append append) throws SQLException {
        DocumentRow row = DocumentTable.find(findAndLock, append.document());
        Head head = row == null ? null : row.head();
        if (row == null || head == null || !head.generation().equals(append.generation())) {
            return new AppendResult.WrongGeneration(head);
        }
        List<Submission> submissions = append.submissions();
        List<@Nullable Receipt> originals = new ArrayList<>(submissions.size());
        int unknown = 0;
        for (Submission submission : submissions) {
            Receipt original = original(row.id(), submission.operation());
            originals.add(original);
            unknown += original == null ? 1 : 0;
        }
        boolean isPartlyKnown = unknown < submissions.size();
        if (unknown > 0
                && append.guard() instanceof Guard.After after
                && (isPartlyKnown || after.seq() != head.seq())) {
            return new AppendResult.Conflict(head);
        }
        return new AppendResult.Committed(write(row, submissions, originals, unknown));
    }

    private List<Receipt> write(
            DocumentRow row, List<Submission> submissions, List<@Nullable Receipt> originals, int unknown)
            throws SQLException {
        List<Receipt> receipts = new ArrayList<>(submissions.size());
        long seq = row.seq();
        for (int i = 0; i < submissions.size(); i++) {
            Receipt original = originals.get(i);
            if (original == null) {
                addInsert(row.id(), ++seq, submissions.get(i));
                receipts.add(new Receipt(seq, time, true));
            } else {
                receipts.add(original);
            }
        }
        if (unknown > 0) {
            updateSeq.setLong(1, seq);
            updateSeq.setLong(2, row.id());
            updateSeq.addBatch();
        }
        return receipts;
    }

    private @Nullable Receipt original(long document, OperationId operation) throws SQLException {
        known.setLong(1, document);
        known.setString(2, StoredText.encode(operation.source()));
        known.setLong(3, operation.counter());
        try (ResultSet row = known.executeQuery()) {
            return row.next() ? new Receipt(row.getLong(1), CommitTable.time(row, "committed_at"), false) : null;
        }
    }

    private void addInsert(long document, long seq, Submission submission) throws SQLException {
        Author author = submission.author();
        insert.setLong(1, document);
        insert.setLong(2, seq);
        insert.setString(3, StoredText.encode(submission.operation().source()));
        insert.setLong(4, submission.operation().counter());
        insert.setString(5, StoredText.encode(author.principal()));
        insert.setString(6, StoredText.encode(author.connection()));
        insert.setString(7, StoredText.encode(author.node()));
        insert.setObject(8, now);
        insert.setBytes(9, submission.update().bytes());
        insert.addBatch();
    }
}
