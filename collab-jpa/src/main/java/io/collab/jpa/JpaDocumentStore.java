package io.collab.jpa;

import io.collab.api.Commit;
import io.collab.api.CorruptDataException;
import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.api.OperationId;
import io.collab.api.SequenceConflictException;
import io.collab.api.StorageException;
import io.collab.api.Submission;
import io.collab.spi.storage.Append;
import io.collab.spi.storage.AppendResult;
import io.collab.spi.storage.DocumentStore;
import io.collab.spi.storage.Durability;
import io.collab.spi.storage.Head;
import io.collab.spi.storage.Page;
import io.collab.spi.storage.Snapshot;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A document store on PostgreSQL or H2, over plain JDBC. A document has one row, which is the lock, the fence and the
 * counter; a commit has one row; the newest snapshot is stored in parts. The tables and the migration history have the
 * prefix {@code collab_}, so that they can share a schema with the tables of an application.
 *
 * <p>Thread-safe. Every call uses one connection and may block until the time-outs of the pool and of its sockets.
 */
public final class JpaDocumentStore implements DocumentStore {
    private final Database database;
    private final Dialect dialect;
    private final DocumentTable documents;
    private final LogCleaner cleaner;
    private final Durability durability;
    private final String id;

    JpaDocumentStore(Database database) {
        this.database = database;
        this.dialect = database.dialect();
        this.documents = new DocumentTable(dialect);
        this.cleaner = new LogCleaner(database);
        this.durability = database.query("durability", dialect::durability);
        this.id = database.query("id", connection -> idOf(connection, dialect));
    }

    @Override
    public Head open(DocumentId document, String engine, int formatVersion, Generation proposedGeneration) {
        while (true) {
            DocumentRow row = database.query("open", connection -> documents.find(connection, document, false));
            Head head = head(row);
            if (head != null) {
                return head;
            }
            long lastSeq = row == null ? 0 : row.seq();
            if (row != null) {
                // The rows of the deleted document belong to the same key: all of them must be gone before it exists
                // again. A deleted document gets no new ones.
                cleaner.removeDeleted("open", row.id(), lastSeq);
            }
            Head proposed = new Head(document, proposedGeneration, engine, formatVersion, lastSeq, 0);
            database.update("open", connection -> {
                dialect.create(connection, proposed);
                return proposed;
            });
        }
    }

    @Override
    public Map<DocumentId, Head> heads(Collection<DocumentId> requested) {
        Set<DocumentId> distinct = Set.copyOf(requested);
        return database.query("heads", connection -> dialect.heads(connection, distinct));
    }

    @Override
    public List<Head> list(String tenant, String afterName, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("a limit is at least 1: " + limit);
        }
        return database.query("list", connection -> documents.list(connection, tenant, afterName, limit));
    }

    @Override
    public List<AppendResult> append(List<Append> appends) {
        checkDistinct(appends);
        return database.update("append", connection -> dialect.append(connection, appends));
    }

    @Override
    public Page read(DocumentId document, Generation generation, long afterSeq, int maxBytes) {
        if (afterSeq < NONE) {
            throw new IllegalArgumentException("a position is at least -1: " + afterSeq);
        }
        return database.queryInOneView("read", connection -> {
            DocumentRow row = documents.find(connection, document, false);
            Head head = expected(row, document, generation);
            long first = CommitTable.firstSeq(connection, row.id(), head);
            long from = afterSeq;
            Snapshot snapshot = null;
            boolean isDropped = afterSeq == NONE || afterSeq + 1 < first;
            if (isDropped && head.snapshotSeq() > 0) {
                snapshot = SnapshotTable.read(connection, row, head.snapshotSeq());
                from = snapshot.seq();
            }
            long last = CommitTable.lastThatFits(connection, row.id(), from, maxBytes);
            List<Commit> commits = CommitTable.read(connection, row, head, from, last);
            // Without a snapshot the log may start at any number: the document may have been re-created.
            CommitTable.checkComplete(commits, snapshot == null ? Math.max(from + 1, first) : from + 1, head);
            return new Page(head, snapshot, commits);
        });
    }

    @Override
    public Head compact(
            DocumentId document,
            Generation generation,
            long expectedSnapshotSeq,
            Snapshot snapshot,
            long keepAfterSeq) {
        if (snapshot.seq() < 1 || keepAfterSeq < 0 || keepAfterSeq > snapshot.seq()) {
            throw new IllegalArgumentException(
                    "a snapshot at " + snapshot.seq() + " does not contain all commits up to " + keepAfterSeq);
        }
        Compaction done = database.updateInTransaction(
                "compact",
                connection -> replaceSnapshot(connection, document, generation, expectedSnapshotSeq, snapshot));
        if (done.hasReplaced()) {
            cleaner.removeReplaced(done.id(), keepAfterSeq);
        }
        return done.head();
    }

    /** The outcome of the first step of a compaction: from then on readers use the new snapshot. */
    private record Compaction(long id, Head head, boolean hasReplaced) {}

    private Compaction replaceSnapshot(
            Connection connection, DocumentId document, Generation generation, long expectedSeq, Snapshot snapshot)
            throws SQLException {
        DocumentRow row = documents.find(connection, document, false);
        Head head = expected(row, document, generation);
        long id = row == null ? 0 : row.id();
        if (head.snapshotSeq() != expectedSeq) {
            return new Compaction(id, head, false);
        }
        if (snapshot.seq() > head.seq() || snapshot.seq() < head.snapshotSeq()) {
            throw new IllegalArgumentException("a snapshot at " + snapshot.seq() + " is out of bounds for " + head);
        }
        // The parts are written before the row is locked: a large snapshot needs time, and appends continue meanwhile.
        SnapshotTable.drop(connection, id, snapshot.seq());
        SnapshotTable.write(connection, id, snapshot);
        dialect.limitLockWait(connection);
        Head locked = expected(documents.find(connection, document, true), document, generation);
        if (locked.snapshotSeq() != expectedSeq) {
            connection.rollback();
            return new Compaction(id, locked, false);
        }
        DocumentTable.updateSnapshotSeq(connection, id, snapshot.seq());
        return new Compaction(id, locked.withSnapshotSeq(snapshot.seq()), true);
    }

    @Override
    public boolean delete(DocumentId document, Generation generation) {
        DocumentRow row = database.query("delete", connection -> documents.find(connection, document, false));
        if (row == null || row.head() != null && !row.head().generation().equals(generation)) {
            return false;
        }
        boolean isDeleted = row.head() != null
                && database.updateInTransaction("delete", connection -> markDeleted(connection, document, generation));
        // Also if the document was deleted before: that removal may have been interrupted.
        DocumentRow deleted = database.query("delete", connection -> documents.find(connection, document, false));
        if (deleted != null && deleted.head() == null) {
            cleaner.removeDeleted("delete", deleted.id(), deleted.seq());
        }
        return isDeleted;
    }

    private boolean markDeleted(Connection connection, DocumentId document, Generation generation) throws SQLException {
        dialect.limitLockWait(connection);
        DocumentRow row = documents.find(connection, document, true);
        if (row == null || row.head() == null || !row.head().generation().equals(generation)) {
            return false;
        }
        DocumentTable.markDeleted(connection, row.id());
        return true;
    }

    @Override
    public void check() {
        if (database.query("check", dialect::isReadOnly)) {
            throw new StorageException("store-read-only", "the database is read-only");
        }
        if (database.lacksSpace()) {
            // Reading still works, and if no client writes, only this write shows that there is space again.
            database.updateInTransaction("check", connection -> {
                dialect.limitLockWait(connection);
                return DocumentTable.rewriteOne(connection);
            });
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>Combines the id in the table {@code collab_store} with the place of the database, which differs in a copy. A physical
     * copy of a PostgreSQL cluster cannot be distinguished from its original: it needs a new row in that table before it shares a bus
     * with it.
     */
    @Override
    public String id() {
        return id;
    }

    @Override
    public Durability durability() {
        return durability;
    }

    @Override
    public void close() {
        database.close();
    }

    private static String idOf(Connection connection, Dialect dialect) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select id from collab_store")) {
            if (!row.next()) {
                throw new CorruptDataException("store-id-missing", "the table collab_store is empty; it has one row");
            }
            String text = row.getString(1) + "/" + dialect.place(connection);
            return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
        }
    }

    private static void checkDistinct(List<Append> appends) {
        Set<DocumentId> documents = new HashSet<>();
        for (Append append : appends) {
            if (!documents.add(append.document())) {
                throw new IllegalArgumentException("a document occurs twice: " + append.document());
            }
            Set<OperationId> operations = new HashSet<>();
            for (Submission submission : append.submissions()) {
                if (!operations.add(submission.operation())) {
                    throw new IllegalArgumentException("an operation id occurs twice: " + append.document());
                }
            }
        }
    }

    private static @Nullable Head head(@Nullable DocumentRow row) {
        return row == null ? null : row.head();
    }

    private static Head expected(@Nullable DocumentRow row, DocumentId document, Generation generation) {
        Head head = head(row);
        if (head == null || !head.generation().equals(generation)) {
            throw new SequenceConflictException(
                    "wrong-generation", document + (head == null ? " is absent" : " has another generation"));
        }
        return head;
    }
}
