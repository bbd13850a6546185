package io.collab.jpa;

import io.collab.api.DocumentId;
import io.collab.spi.storage.Append;
import io.collab.spi.storage.AppendResult;
import io.collab.spi.storage.Durability;
import io.collab.spi.storage.Head;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What databases say differently. Implementations have no state; any thread. */
sealed interface Dialect permits H2Dialect, PostgresDialect {
    /** The folder of its migrations. */
    String name();

    /** The expression by which names of documents are found and ordered: by the bytes of their UTF-8. */
    String nameKey();

    /** The parameter to compare {@link #nameKey()} with. */
    String nameParameter();

    /** The isolation, as JDBC knows it, in which all statements of a transaction see one state. */
    int oneView();

    /**
     * Whether transactions that write have to come one after the other, from their first statement until they are
     * committed.
     */
    boolean writesOneByOne();

    /** Refuses a database that cannot keep what a store must keep. */
    void check(Connection connection) throws SQLException;

    /** Writes a new document, or gives a deleted one its new lineage; does nothing when the document is there. */
    void create(Connection connection, Head proposed) throws SQLException;

    /** Where documents stand. */
    Map<DocumentId, Head> heads(Connection connection, Collection<DocumentId> documents) throws SQLException;

    /**
     * Appends in one transaction, and ends it.
     *
     * @param appends documents and operations are known to be distinct
     */
    List<AppendResult> append(Connection connection, List<Append> appends) throws SQLException;

    /** What a commit is worth, found by asking. */
    Durability durability(Connection connection) throws SQLException;
}
