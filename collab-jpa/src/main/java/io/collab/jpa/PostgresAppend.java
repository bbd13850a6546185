package io.collab.jpa;

import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.api.Receipt;
import io.collab.api.Submission;
import io.collab.spi.storage.Append;
import io.collab.spi.storage.AppendResult;
import io.collab.spi.storage.Guard;
import io.collab.spi.storage.Head;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * One append on PostgreSQL. One statement checks generations and guards, recognizes known operations, assigns numbers
 * and writes a batch for many documents, in a transaction of its own. Not thread-safe.
 *
 * <p>Correctness. A statement sees two states: the commits before it began, and, of rows that it locks, their newest
 * version. Documents are locked in the order of their keys, so two batches cannot deadlock.
 * <ul>
 *   <li>I1: the generation, the guard and the numbers are evaluated on the newest version ({@code l}), so nothing stale
 *       is written.
 *   <li>I2: known operations are looked up in the older state. An operation that another node wrote in the meantime
 *       violates the unique index; the statement is rolled back and repeated, and then it knows the operation.
 *   <li>I3: a guard that holds in the older state and fails in the newest one may fail because of such an operation.
 *       That append has the verdict {@code S} and is repeated. The second attempt cannot have the same verdict, because
 *       sequence numbers only grow.
 *   <li>I4: a result that consists of original receipts still updates the row of its document, with the same values. So
 *       its commit waits for the disk and the replicas as the original should have: the wait of the original may have
 *       been cancelled.
 *   <li>I5: {@code s} limits the wait for each lock, in this statement only. {@code a} reads it, so the limit is set
 *       before the first lock is requested. An append that exceeds it fails and is retried by the caller.
 * </ul>
 */
final class PostgresAppend {
    private static final System.Logger LOG = System.getLogger(PostgresAppend.class.getName());

    /**
     * The minimum number of submissions of a batch that gets a plan of its own. A generic plan expects about ten rows.
     */
    private static final int MIN_LARGE_BATCH = 64;

    private static final int TENANTS = 1;
    private static final int NAMES = 2;
    private static final int GENERATIONS = 3;
    private static final int GUARDS = 4;
    private static final int OWNERS = 5;
    private static final int SOURCES = 6;
    private static final int COUNTERS = 7;
    private static final int PRINCIPALS = 8;
    private static final int CONNECTIONS = 9;
    private static final int NODES = 10;
    private static final int CONTENTS = 11;

    private static final String SQL = """
            with s as materialized (select set_config('lock_timeout', '%d', true)),
            a as materialized (
              select a.* from s cross join unnest(?::text[], ?::text[], ?::uuid[], ?::bigint[])
                with ordinality as a(tenant, name, generation, guard, append)),
            l as materialized (
              select a.append, a.guard, coalesce(d.generation = a.generation, false) as same, o.seen,
                d.id, d.generation, d.engine, d.format_version, d.seq, d.snapshot_seq
              from a
              cross join lateral (
                select o.id, o.seq as seen from collab_document o
                where o.tenant = a.tenant and o.name = a.name limit 1) o
              cross join lateral (
                select d.* from collab_document d where d.id = o.id limit 1 for update) d),
            i as materialized (
              select i.append, i.place, l.id, l.same, l.guard, l.seen, l.seq as head,
                i.source, i.counter, i.principal, i.connection, i.node, i.content, k.seq, k.committed_at,
                count(*) over (partition by i.append) as total,
                count(k.seq) over (partition by i.append) as known,
                count(*) filter (where k.seq is null) over (partition by i.append order by i.place) as fresh
              from unnest(?::bigint[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::bytea[])
                with ordinality as i(append, source, counter, principal, connection, node, content, place)
              join l on l.append = i.append
              left join lateral (
                select c.seq, c.committed_at from collab_commit c
                where l.same and c.document = l.id and c.source = i.source and c.counter = i.counter
                limit 1) k on true),
            v as materialized (
              select i.*, (select clock_timestamp()) as now, case
                when not same then 'G'
                when known = total then 'K'
                when guard is null or guard = head and known = 0 then 'W'
                when guard = seen and head <> seen then 'S'
                else 'C' end as verdict
              from i),
            h as (
              update collab_document d set seq = d.seq + m.fresh
              from (select id, max(total - known) as fresh from v where verdict in ('K', 'W') group by id) m
              where d.id = m.id),
            w as (
              insert into collab_commit
                (document, seq, source, counter, principal, connection, node, committed_at, content)
              select id, head + fresh, source, counter, principal, connection, node, now, content
              from v where verdict = 'W' and seq is null)
            select v.append, v.verdict, coalesce(v.seq, v.head + v.fresh) as receipt_seq,
              coalesce(v.committed_at, v.now) as receipt_time, v.seq is null as is_fresh,
              l.generation, l.engine, l.format_version, l.seq, l.snapshot_seq
            from v left join l on v.verdict in ('G', 'C', 'S') and l.append = v.append
            order by v.place
            """.formatted(PostgresDialect.LOCK_TIMEOUT_MILLIS);

    private final List<Append> appends;
    private final @Nullable AppendResult[] results;

    PostgresAppend(List<Append> appends) {
        this.appends = appends;
        this.results = new AppendResult[appends.size()];
    }

    /** Appends. The connection is in auto-commit mode. */
    List<AppendResult> run(Connection connection) throws SQLException {
        List<Integer> pending = new ArrayList<>();
        for (int i = 0; i < results.length; i++) {
            pending.add(i);
        }
        pending.sort(Comparator.comparing(i -> appends.get(i).document().key()));
        while (!pending.isEmpty()) {
            runOnce(connection, pending);
            pending.removeIf(i -> results[i] != null);
        }
        return List.of(results);
    }

    private void runOnce(Connection connection, List<Integer> pending) throws SQLException {
        List<Append> batch = pending.stream().map(appends::get).toList();
        List<Long> owners = new ArrayList<>();
        List<Submission> submissions = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            for (Submission submission : batch.get(i).submissions()) {
                owners.add(i + 1L);
                submissions.add(submission);
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(SQL)) {
            if (submissions.size() >= MIN_LARGE_BATCH) {
                planForEachExecution(statement);
            }
            bindDocuments(connection, statement, batch);
            statement.setArray(OWNERS, connection.createArrayOf("int8", owners.toArray()));
            bindSubmissions(connection, statement, submissions);
            for (int i : pending) {
                results[i] = new AppendResult.WrongGeneration(null);
            }
            try (ResultSet rows = statement.executeQuery()) {
                read(rows, pending);
            }
            Database.checkAcknowledged(statement.getWarnings());
        }
    }

    /**
     * Requests a plan for each execution. Without it an append is correct and slower. The statement of a container's
     * pool may not be unwrapped, and its driver may be one that this class loader cannot see.
     */
    private static void planForEachExecution(PreparedStatement statement) {
        try {
            if (statement.isWrapperFor(PGStatement.class)) {
                statement.unwrap(PGStatement.class).setPrepareThreshold(0);
            }
        } catch (SQLException | LinkageError inaccessible) {
            LOG.log(System.Logger.Level.DEBUG, "large batches are planned generically", inaccessible);
        }
    }

    /** Reads the results of all documents that exist; the rows are in the order of the batch. */
    private void read(ResultSet rows, List<Integer> pending) throws SQLException {
        List<Receipt> receipts = new ArrayList<>();
        while (rows.next()) {
            int index = pending.get(rows.getInt("append") - 1);
            Append append = appends.get(index);
            switch (rows.getString("verdict")) {
                case "G" -> results[index] = new AppendResult.WrongGeneration(head(rows, append.document()));
                case "C" -> results[index] = new AppendResult.Conflict(existing(rows, append.document()));
                case "S" -> results[index] = null;
                default -> {
                    receipts.add(new Receipt(
                            rows.getLong("receipt_seq"),
                            CommitTable.time(rows, "receipt_time"),
                            rows.getBoolean("is_fresh")));
                    if (receipts.size() == append.submissions().size()) {
                        results[index] = new AppendResult.Committed(receipts);
                        receipts.clear();
                    }
                }
            }
        }
    }

    private static @Nullable Head head(ResultSet row, DocumentId document) throws SQLException {
        UUID generation = row.getObject("generation", UUID.class);
        return generation == null
                ? null
                : new Head(
                        document,
                        new Generation(generation),
                        StoredText.decode(row.getString("engine")),
                        row.getInt("format_version"),
                        row.getLong("seq"),
                        row.getLong("snapshot_seq"));
    }

    private static Head existing(ResultSet row, DocumentId document) throws SQLException {
        Head head = head(row, document);
        if (head == null) {
            throw new IllegalStateException("a conflict on a document that does not exist");
        }
        return head;
    }

    private static void bindDocuments(Connection connection, PreparedStatement statement, List<Append> batch)
            throws SQLException {
        statement.setArray(
                TENANTS, texts(connection, batch, append -> append.document().tenant()));
        statement.setArray(
                NAMES, texts(connection, batch, append -> append.document().name()));
        statement.setArray(
                GENERATIONS,
                array(connection, "uuid", batch, append -> append.generation().id()));
        statement.setArray(
                GUARDS,
                array(
                        connection,
                        "int8",
                        batch,
                        append -> append.guard() instanceof Guard.After after ? after.seq() : null));
    }

    private static void bindSubmissions(Connection connection, PreparedStatement statement, List<Submission> batch)
            throws SQLException {
        statement.setArray(SOURCES, texts(connection, batch, s -> s.operation().source()));
        statement.setArray(
                COUNTERS, array(connection, "int8", batch, s -> s.operation().counter()));
        statement.setArray(PRINCIPALS, texts(connection, batch, s -> s.author().principal()));
        statement.setArray(CONNECTIONS, texts(connection, batch, s -> s.author().connection()));
        statement.setArray(NODES, texts(connection, batch, s -> s.author().node()));
        byte[][] contents = batch.stream().map(s -> s.update().bytes()).toArray(byte[][]::new);
        statement.setArray(CONTENTS, connection.createArrayOf("bytea", contents));
    }

    private static <T> Array texts(Connection connection, List<T> rows, Function<T, String> column)
            throws SQLException {
        return array(connection, "text", rows, row -> StoredText.encode(column.apply(row)));
    }

    private static <T> Array array(
            Connection connection, String type, List<T> rows, Function<T, @Nullable Object> column)
            throws SQLException {
        Object[] values = new Object[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = column.apply(rows.get(i));
        }
        return connection.createArrayOf(type, values);
    }
}
