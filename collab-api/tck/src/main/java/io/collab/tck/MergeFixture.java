package io.collab.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.collab.api.Author;
import io.collab.api.Commit;
import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.api.OperationId;
import io.collab.api.Submission;
import io.collab.api.Update;
import io.collab.spi.merge.MergeEngine;
import io.collab.spi.merge.MergeOrder;
import io.collab.spi.merge.Prepared;
import io.collab.spi.merge.Replica;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** What the author of an engine says, and the words in which its rules are written. */
abstract class MergeFixture {
    static final int CLIENTS = 3;

    private static final DocumentId DOCUMENT = DocumentId.of("tck");
    private static final Generation GENERATION = new Generation(new UUID(1, 2));

    private long counted;

    MergeFixture() {}

    /** The engine under test. */
    protected abstract MergeEngine engine();

    /**
     * An edit as a client of this engine would send it: made by a client who has seen exactly what the replica holds,
     * and all of its own earlier edits.
     *
     * @param seen a copy of the test's; to be read or given up
     * @param source which client; clients that edit at once have different ones
     * @param random the only source of chance
     */
    protected abstract Update edit(Replica seen, String source, Random random);

    /**
     * What people would call the content of the document; equal when the documents look the same.
     *
     * @param replica a copy of the test's; to be read or given up
     */
    protected abstract Object content(Replica replica);

    /** What was committed, and how many of the earlier commits the author of each had seen. */
    record History(List<Commit> commits, List<Integer> seen) {}

    final Replica empty() {
        return engine().open(null);
    }

    final Replica replay(List<Commit> commits) {
        Replica replica = empty();
        commits.forEach(replica::integrate);
        return replica;
    }

    final Replica copy(Replica replica) {
        return engine().open(replica.snapshot());
    }

    /** All that can be seen of a replica without changing it. */
    final List<Object> state(Replica replica) {
        byte[] snapshot = replica.snapshot();
        return List.of(
                content(engine().open(snapshot)), replica.version(), replica.missing(), ByteBuffer.wrap(snapshot));
    }

    final void assertSameDocument(Replica expected, Replica actual, String why) {
        assertEquals(content(copy(expected)), content(copy(actual)), why + ": the content is the same");
        assertEquals(expected.missing(), actual.missing(), why + ": the same is missing");
        if (isCausal()) {
            assertEquals(expected.version(), actual.version(), why + ": the version is the same");
        }
    }

    final boolean isCausal() {
        return engine().order() == MergeOrder.CAUSAL;
    }

    final void assumeCausal() {
        assumeTrue(isCausal(), "this engine asks for one order");
    }

    final Submission submission(String source, Update update) {
        return new Submission(new OperationId(source, counted++), new Author("anna", source, "node-1"), update);
    }

    static Commit commit(long seq, Submission submission) {
        return new Commit(DOCUMENT, GENERATION, seq, Instant.EPOCH, submission);
    }

    static Prepared prepareOne(Replica replica, Submission submission, List<Commit> log) {
        Prepared prepared = prepare(replica, List.of(submission), List.of()).get(0);
        if (prepared instanceof Prepared.NeedsHistory needed) {
            List<Commit> since =
                    log.stream().filter(one -> one.seq() >= needed.fromSeq()).toList();
            prepared = prepare(replica, List.of(submission), since).get(0);
        }
        return prepared;
    }

    static List<Prepared> prepare(Replica replica, List<Submission> submissions, List<Commit> history) {
        List<Prepared> prepared = replica.prepare(submissions, history);
        assertEquals(submissions.size(), prepared.size(), "one answer per submission");
        return prepared;
    }

    static Update accepted(Prepared prepared) {
        return assertInstanceOf(Prepared.Accepted.class, prepared, "a client's own edit is accepted")
                .update();
    }

    /**
     * Clients edit at once, each having seen a different part of the log; a server accepts and orders.
     *
     * @param edits how many
     */
    final History history(int edits, Random random) {
        Replica server = empty();
        List<Commit> log = new ArrayList<>();
        List<Integer> seenCounts = new ArrayList<>();
        List<Replica> clients = new ArrayList<>();
        Map<Integer, Integer> seen = new HashMap<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(empty());
        }
        while (log.size() < edits) {
            int c = random.nextInt(CLIENTS);
            Replica client = clients.get(c);
            String source = "client-" + c;
            int from = seen.getOrDefault(c, 0);
            int to = Math.max(lastOf(source, log), from + random.nextInt(log.size() - from + 1));
            log.subList(from, to).forEach(client::integrate);
            seen.put(c, to);
            Submission wanted = submission(source, edit(copy(client), source, random));
            Update canonical = accepted(prepareOne(server, wanted, log));
            Commit commit = commit(log.size() + 1, new Submission(wanted.operation(), wanted.author(), canonical));
            server.integrate(commit);
            log.add(commit);
            seenCounts.add(to);
        }
        assertSameDocument(server, replay(log), "the server and a replay of its log");
        return new History(log, seenCounts);
    }

    /** The commits in another order that keeps what each author had seen before it. */
    static List<Commit> permuted(History history, Random random) {
        List<Commit> commits = history.commits();
        List<Integer> left = new ArrayList<>();
        for (int i = 0; i < commits.size(); i++) {
            left.add(i);
        }
        List<Commit> permuted = new ArrayList<>();
        while (!left.isEmpty()) {
            List<Integer> free = left.stream()
                    .filter(i -> left.stream()
                            .noneMatch(j -> j < i
                                    && (j < history.seen().get(i)
                                            || source(commits, j).equals(source(commits, i)))))
                    .toList();
            Integer next = free.get(random.nextInt(free.size()));
            left.remove(next);
            permuted.add(commits.get(next));
        }
        return permuted;
    }

    private static String source(List<Commit> commits, int i) {
        return commits.get(i).submission().operation().source();
    }

    /** How many commits there are up to the last one of a source. */
    private static int lastOf(String source, List<Commit> log) {
        for (int i = log.size(); i > 0; i--) {
            if (source(log, i - 1).equals(source)) {
                return i;
            }
        }
        return 0;
    }
}
