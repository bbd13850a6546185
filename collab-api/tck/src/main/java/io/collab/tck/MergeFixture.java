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
import io.collab.spi.merge.Draft;
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
import org.jspecify.annotations.Nullable;

/** The methods that the author of an engine implements, and the vocabulary of its rules. */
abstract class MergeFixture {
    static final int CLIENTS = 3;

    private static final DocumentId DOCUMENT = DocumentId.of("tck");
    private static final Generation GENERATION = new Generation(new UUID(1, 2));

    private long submitted;

    MergeFixture() {}

    /** Returns the engine under test. */
    protected abstract MergeEngine engine();

    /**
     * Returns an edit as a client of this engine would send it. The client has seen exactly the content of the replica
     * and all of its own earlier edits.
     *
     * @param seen a copy that belongs to this call; it need not stay usable
     * @param source the client; clients that edit concurrently have different ones
     * @param random the only source of randomness
     */
    protected abstract Update edit(Replica seen, String source, Random random);

    /**
     * Changes a draft as application code would, so that {@link #content} differs afterwards. The same random numbers make the same
     * change of an empty draft.
     *
     * @param draft a draft of this engine
     * @param random the only source of randomness
     * @return what {@link Draft#edit} returns; null, as by default, if this engine has no drafts
     */
    protected @Nullable Update change(Draft draft, Random random) {
        return null;
    }

    /**
     * Returns the content of the document as a user sees it; equal for documents that look the same.
     *
     * @param replica a copy that belongs to this call; it need not stay usable
     */
    protected abstract Object content(Replica replica);

    /** The commits of a document, and for each the number of earlier commits that its author had seen. */
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

    /** Returns everything that can be observed of a replica without changing it. */
    final List<Object> state(Replica replica) {
        byte[] snapshot = replica.snapshot();
        return List.of(
                content(engine().open(snapshot)), replica.version(), replica.missing(), ByteBuffer.wrap(snapshot));
    }

    final void assertSameDocument(Replica expected, Replica actual, String why) {
        assertEquals(content(copy(expected)), content(copy(actual)), why + ": the content is the same");
        assertEquals(expected.missing(), actual.missing(), why + ": the missing dependencies are the same");
        if (isCausal()) {
            assertEquals(expected.version(), actual.version(), why + ": the version is the same");
        }
    }

    final boolean isCausal() {
        return engine().order() == MergeOrder.CAUSAL;
    }

    final void assumeCausal() {
        assumeTrue(isCausal(), "this engine needs a total order");
    }

    final Submission submission(String source, Update update) {
        return new Submission(new OperationId(source, submitted++), new Author("anna", source, "node-1"), update);
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
        assertEquals(submissions.size(), prepared.size(), "one result per submission");
        return prepared;
    }

    static Update accepted(Prepared prepared) {
        return assertInstanceOf(Prepared.Accepted.class, prepared, "the edit of a client is accepted")
                .update();
    }

    /**
     * Simulates clients that edit concurrently, each after a different part of the log, and a server that accepts and
     * orders.
     *
     * @param edits the number of commits
     * @param random the only source of randomness
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
            Submission requested = submission(source, edit(copy(client), source, random));
            Update canonical = accepted(prepareOne(server, requested, log));
            Commit commit =
                    commit(log.size() + 1, new Submission(requested.operation(), requested.author(), canonical));
            server.integrate(commit);
            log.add(commit);
            seenCounts.add(to);
        }
        assertSameDocument(server, replay(log), "the server and a replay of its log");
        return new History(log, seenCounts);
    }

    /** Returns the commits in another order, in which each still comes after all commits that its author had seen. */
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

    /** Returns the number of commits up to and including the last one of a source. */
    private static int lastOf(String source, List<Commit> log) {
        for (int i = log.size(); i > 0; i--) {
            if (source(log, i - 1).equals(source)) {
                return i;
            }
        }
        return 0;
    }
}
