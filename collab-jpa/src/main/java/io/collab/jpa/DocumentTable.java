package io.collab.jpa;

import io.collab.api.DocumentId;
import io.collab.spi.storage.Head;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The statements on {@code collab_document} that all dialects share. Immutable; any thread. */
final class DocumentTable {
    private final String find;
    private final String findAndLock;
    private final String list;

    DocumentTable(Dialect dialect) {
        find = "select " + DocumentRow.COLUMNS + " from collab_document d where d.tenant = ? and d." + dialect.nameKey()
                + " = " + dialect.nameParameter();
        findAndLock = find + dialect.lockClause();
        list = "select " + DocumentRow.COLUMNS + " from collab_document d where d.tenant = ? and d." + dialect.nameKey()
                + " > " + dialect.nameParameter() + " and d.generation is not null order by d." + dialect.nameKey()
                + " limit ?";
    }

    /** Prepares the statement for {@link #find(PreparedStatement, DocumentId)}. */
    PreparedStatement prepareFind(Connection connection, boolean locking) throws SQLException {
        return connection.prepareStatement(locking ? findAndLock : find);
    }

    static @Nullable DocumentRow find(PreparedStatement statement, DocumentId document) throws SQLException {
        statement.setString(1, document.tenant());
        statement.setString(2, document.name());
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? DocumentRow.read(rows) : null;
        }
    }

    @Nullable
    DocumentRow find(Connection connection, DocumentId document, boolean locking) throws SQLException {
        try (PreparedStatement statement = prepareFind(connection, locking)) {
            return find(statement, document);
        }
    }

    List<Head> list(Connection connection, String tenant, String afterName, int limit) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(list)) {
            statement.setString(1, tenant);
            statement.setString(2, afterName);
            statement.setInt(3, limit);
            List<Head> heads = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Head head = DocumentRow.read(rows).head();
                    if (head != null) {
                        heads.add(head);
                    }
                }
            }
            return heads;
        }
    }

    /** Writes a row without changing it. */
    static int rewriteOne(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "update collab_document set seq = seq where id = (select max(id) from collab_document)")) {
            return statement.executeUpdate();
        }
    }

    static void updateSnapshotSeq(Connection connection, long id, long snapshotSeq) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("update collab_document set snapshot_seq = ? where id = ?")) {
            statement.setLong(1, snapshotSeq);
            statement.setLong(2, id);
            statement.executeUpdate();
        }
    }

    static void markDeleted(Connection connection, long id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "update collab_document set generation = null, snapshot_seq = 0 where id = ?")) {
            statement.setLong(1, id);
            statement.executeUpdate();
        }
    }
}
