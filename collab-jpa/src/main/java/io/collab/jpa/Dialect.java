package io.collab.jpa;

import io.collab.api.DocumentId;
import io.collab.spi.storage.Append;
import io.collab.spi.storage.AppendResult;
import io.collab.spi.storage.Durability;
import io.collab.spi.storage.Head;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The differences between databases. Implementations have no state; any thread. Methods with a connection may block.
 */
sealed interface Dialect permits H2Dialect, PostgresDialect {
    /** Returns the folder of the migrations. */
    String name();

    /** Returns the column by which document names are found and ordered: by the bytes of their UTF-8. */
    String nameKey();

    /** Returns the parameter that is compared with {@link #nameKey()}. */
    String nameParameter();

    /** Returns the JDBC isolation level in which all statements of a transaction see the same state. */
    int snapshotIsolation();

    /** Returns the clause that locks the selected rows and waits for them for about a second at most. */
    String lockClause();

    /** Waits until no other node changes the tables, and keeps others from it until the end of the transaction. */
    void lockSchema(Statement statement) throws SQLException;

    /** Limits the time for which the current transaction waits for one lock, to about a second. */
    void limitLockWait(Connection connection) throws SQLException;

    /** Limits the time for which the current transaction may be idle, so that a client that hangs holds no locks. */
    void limitIdleTime(Connection connection) throws SQLException;

    /** Returns whether writing transactions must run one after the other, from the first statement to the commit. */
    boolean serializesWrites();

    /**
     * Checks the database.
     *
     * @throws io.collab.api.ConfigurationException if the database cannot store everything that a store must store
     */
    void check(Connection connection) throws SQLException;

    /**
     * Inserts a new document, or assigns the new generation to a deleted one. Does nothing if the document exists, or
     * if the last sequence number of the deleted one is not that of the proposal.
     */
    void create(Connection connection, Head proposed) throws SQLException;

    /** Returns the heads of the documents that exist. */
    Map<DocumentId, Head> heads(Connection connection, Collection<DocumentId> documents) throws SQLException;

    /**
     * Appends in one transaction and commits it.
     *
     * @param appends the appends; documents and operations are distinct
     * @return one result per append, in order
     */
    List<AppendResult> append(Connection connection, List<Append> appends) throws SQLException;

    /** Returns whether the database refuses writes: a standby, or a database or connection that is set to read-only. */
    boolean isReadOnly(Connection connection) throws SQLException;

    /**
     * Returns whether a failure has ended the database for all its connections, so that it works again only after it
     * was opened again.
     */
    boolean isClosedByFailure(SQLException failure);

    /** Ends what a failure has left of the database, so that the next connection opens it again. */
    void endAfterFailure(Connection connection) throws SQLException;

    /** Returns what differs between this database and a copy of it, as far as the database knows. */
    String place(Connection connection) throws SQLException;

    /** Returns the durability of a commit, from the settings of the database. */
    Durability durability(Connection connection) throws SQLException;
}
