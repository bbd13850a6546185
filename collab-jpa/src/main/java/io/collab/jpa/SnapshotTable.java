package io.collab.jpa;

import io.collab.api.CorruptDataException;
import io.collab.spi.storage.Snapshot;
import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * The statements on {@code collab_snapshot}. A snapshot is divided into parts, because databases and drivers hold
 * several copies of a value in memory. The last part is smaller than the others, possibly empty, so that a missing one is
 * noticed. No state; any thread.
 */
final class SnapshotTable {
    private static final int PART_BYTES = 1 << 20;

    private SnapshotTable() {}

    static Snapshot read(Connection connection, DocumentRow document, long seq) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "select part, content from collab_snapshot where document = ? and seq = ? order by part")) {
            statement.setLong(1, document.id());
            statement.setLong(2, seq);
            statement.setFetchSize(4);
            ByteArrayOutputStream state = new ByteArrayOutputStream();
            int parts = 0;
            boolean isComplete = false;
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    if (rows.getInt(1) != parts || isComplete) {
                        throw incomplete(document, seq, parts);
                    }
                    byte[] part = rows.getBytes(2);
                    state.writeBytes(part);
                    isComplete = part.length < PART_BYTES;
                    parts++;
                }
            }
            if (parts == 0) {
                throw new CorruptDataException(
                        "snapshot-missing", name(document) + ": the snapshot at commit " + seq + " is missing");
            }
            if (!isComplete) {
                throw incomplete(document, seq, parts);
            }
            return new Snapshot(seq, state.toByteArray());
        }
    }

    private static CorruptDataException incomplete(DocumentRow document, long seq, int part) {
        return new CorruptDataException(
                "snapshot-incomplete",
                name(document) + ": part " + part + " of the snapshot at commit " + seq + " is missing");
    }

    private static String name(DocumentRow document) {
        return document.head() == null ? "deleted" : document.head().document().toString();
    }

    static void write(Connection connection, long document, Snapshot snapshot) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "insert into collab_snapshot (document, seq, part, content) values (?, ?, ?, ?)")) {
            byte[] state = snapshot.state();
            int part = 0;
            int from = 0;
            boolean isLast = false;
            while (!isLast) {
                int to = Math.min(state.length, from + PART_BYTES);
                statement.setLong(1, document);
                statement.setLong(2, snapshot.seq());
                statement.setInt(3, part++);
                statement.setBytes(4, Arrays.copyOfRange(state, from, to));
                statement.executeUpdate();
                isLast = to - from < PART_BYTES;
                from = to;
            }
        }
    }

    static void drop(Connection connection, long document, long seq) throws SQLException {
        delete(connection, "delete from collab_snapshot where document = ? and seq = ?", document, seq);
    }

    /**
     * Drops the snapshots that are not the document's newest one. Needs no lock: one statement sees one state, and a
     * snapshot that was replaced or deleted in that state is never used again.
     */
    static int dropReplaced(Connection connection, long document) throws SQLException {
        return delete(
                connection,
                "delete from collab_snapshot where document = ?"
                        + " and seq <> (select d.snapshot_seq from collab_document d where d.id = ?)",
                document,
                document);
    }

    private static int delete(Connection connection, String sql, long document, long second) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, document);
            statement.setLong(2, second);
            return statement.executeUpdate();
        }
    }
}
