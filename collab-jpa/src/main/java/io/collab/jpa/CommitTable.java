package io.collab.jpa;

import io.collab.api.Author;
import io.collab.api.Commit;
import io.collab.api.CorruptDataException;
import io.collab.api.OperationId;
import io.collab.api.Submission;
import io.collab.api.Update;
import io.collab.spi.storage.Head;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** The statements on {@code collab_commit} that all dialects share. No state; any thread. */
final class CommitTable {
    /** The maximum number of commits of a page, so that a page of tiny commits is bounded too. */
    private static final int MAX_COMMITS = 4096;

    /** The maximum number of commits that one statement deletes, so that it is short. */
    private static final int SLICE = 1_000;

    private CommitTable() {}

    /** Returns the first sequence number in the log, or the one after the head if the log is empty. */
    static long firstSeq(Connection connection, long document, Head head) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "select seq from collab_commit where document = ? order by document, seq limit 1")) {
            statement.setLong(1, document);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getLong(1) : head.seq() + 1;
            }
        }
    }

    /**
     * Returns the last commit of a page after {@code afterSeq}: the first commit in any case; {@code afterSeq} if there
     * is none.
     */
    static long lastThatFits(Connection connection, long document, long afterSeq, int maxBytes) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select seq, octet_length(content) from collab_commit"
                        + " where document = ? and seq > ? order by document, seq limit " + MAX_COMMITS)) {
            statement.setLong(1, document);
            statement.setLong(2, afterSeq);
            long last = afterSeq;
            long bytes = 0;
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    bytes += rows.getLong(2);
                    if (bytes > maxBytes && last != afterSeq) {
                        break;
                    }
                    last = rows.getLong(1);
                }
            }
            return last;
        }
    }

    static List<Commit> read(Connection connection, DocumentRow document, Head head, long afterSeq, long lastSeq)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "select seq, source, counter, principal, connection, node, committed_at, content"
                        + " from collab_commit where document = ? and seq > ? and seq <= ? order by document, seq")) {
            statement.setLong(1, document.id());
            statement.setLong(2, afterSeq);
            statement.setLong(3, lastSeq);
            List<Commit> commits = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    commits.add(commit(rows, head));
                }
            }
            return commits;
        }
    }

    /**
     * Checks that a page continues the log without a gap and does not end before the head without a reason.
     *
     * @param commits the commits of the page
     * @param expectedFirst the number of its first commit
     * @throws CorruptDataException if commits are missing, or if there are commits after the head
     */
    static void checkComplete(List<Commit> commits, long expectedFirst, Head head) {
        long expected = expectedFirst;
        for (Commit commit : commits) {
            if (commit.seq() != expected) {
                throw incomplete(head, expected, commit.seq() - 1);
            }
            expected++;
        }
        if (commits.isEmpty() && expected <= head.seq()) {
            throw incomplete(head, expected, head.seq());
        }
        if (!commits.isEmpty() && expected - 1 > head.seq()) {
            throw new CorruptDataException(
                    "head-outdated",
                    head.document() + ": the log has commit " + (expected - 1) + ", its head is at " + head.seq());
        }
    }

    private static CorruptDataException incomplete(Head head, long from, long to) {
        return new CorruptDataException(
                "log-incomplete",
                head.document() + ": the commits " + from + " to " + to + " are missing; the head is at " + head.seq()
                        + ", the newest snapshot at " + head.snapshotSeq());
    }

    /** Returns the last commit up to {@code upToSeq} before the first one that is younger than the horizon. */
    static long lastOld(Connection connection, long document, long upToSeq, long horizonSeconds) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select seq from collab_commit where document = ? and seq <= ?"
                        + " and committed_at >= current_timestamp - interval '" + horizonSeconds + "' second"
                        + " order by document, seq limit 1")) {
            statement.setLong(1, document);
            statement.setLong(2, upToSeq);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getLong(1) - 1 : upToSeq;
            }
        }
    }

    /**
     * Drops the first commits of the log, none after {@code upToSeq}, and at most {@value #SLICE} of them.
     *
     * @return whether there are more
     */
    static boolean dropSlice(Connection connection, long document, long upToSeq) throws SQLException {
        long lastOfSlice;
        try (PreparedStatement statement = connection.prepareStatement(
                "select seq from collab_commit where document = ? order by document, seq limit 1")) {
            statement.setLong(1, document);
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next() || rows.getLong(1) > upToSeq) {
                    return false;
                }
                lastOfSlice = Math.min(upToSeq, rows.getLong(1) + SLICE - 1);
            }
        }
        try (PreparedStatement statement =
                connection.prepareStatement("delete from collab_commit where document = ? and seq <= ?")) {
            statement.setLong(1, document);
            statement.setLong(2, lastOfSlice);
            statement.executeUpdate();
        }
        return lastOfSlice < upToSeq;
    }

    static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static Commit commit(ResultSet row, Head head) throws SQLException {
        OperationId operation = new OperationId(StoredText.decode(row.getString("source")), row.getLong("counter"));
        Author author = new Author(
                StoredText.decode(row.getString("principal")),
                StoredText.decode(row.getString("connection")),
                StoredText.decode(row.getString("node")));
        Submission submission = new Submission(operation, author, Update.of(row.getBytes("content")));
        return new Commit(
                head.document(), head.generation(), row.getLong("seq"), time(row, "committed_at"), submission);
    }
}
