package io.collab.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.collab.api.Commit;
import io.collab.api.OperationId;
import io.collab.api.Receipt;
import io.collab.spi.storage.Append;
import io.collab.spi.storage.AppendResult;
import io.collab.spi.storage.DocumentStore;
import io.collab.spi.storage.Head;
import io.collab.spi.storage.Page;
import io.collab.spi.storage.Snapshot;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Rules 450 to 459: concurrent calls on several nodes. */
abstract class StoreRaceRules extends StoreReadRules {
    private static final int WRITERS = 4;
    private static final int ROUNDS = 25;

    StoreRaceRules() {}

    /**
     * Under concurrent writers sequence numbers have no gaps and become visible in order: no reader sees a commit
     * before all commits with lower numbers.
     *
     * <p>If this fails, check that numbers are assigned under a lock that is held until the commit. Numbers of a
     * database sequence become visible in the order of the transactions and not in their own.
     */
    @Test
    public void stochastic_storage450_concurrentWritersLeaveNoGaps() {
        Head head = opened();
        DocumentStore other = anotherStore();
        AtomicBoolean isWriting = new AtomicBoolean(true);
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int w = 0; w < WRITERS; w++) {
            DocumentStore node = w % 2 == 0 ? store : other;
            tasks.add(() -> {
                for (int round = 0; round < ROUNDS; round++) {
                    commit(node, anyAppend(head, changes(1 + round % 3)));
                }
                return 0;
            });
        }
        Callable<Integer> tail = () -> tail(head, isWriting);

        ConcurrentCalls.run(
                patience(),
                List.of(
                        () -> {
                            ConcurrentCalls.run(patience(), tasks);
                            isWriting.set(false);
                            return 0;
                        },
                        tail,
                        tail));

        assertEquals(upTo(headOf(head.document()).seq()), seqs(log(store, head)), "the log has no gaps");
    }

    /**
     * The same operation, appended concurrently by two threads on two nodes, is written once, and both get the same
     * receipt.
     *
     * <p>If this fails, check the unique key over document and operation id, and that the loser of the race reads the
     * original instead of failing.
     */
    @Test
    public void stochastic_storage451_sameOperationConcurrentlyIsWrittenOnce() {
        Head head = opened();
        DocumentStore other = anotherStore();
        for (int round = 0; round < ROUNDS; round++) {
            Append same = anyAppend(head, changes(2));
            List<List<Receipt>> receipts =
                    ConcurrentCalls.run(patience(), List.of(() -> commit(store, same), () -> commit(other, same)));
            assertEquals(known(receipts.get(0)), known(receipts.get(1)), "both get the same numbers and times");
            assertTrue(
                    receipts.get(0).get(0).fresh() != receipts.get(1).get(0).fresh(), "exactly one of them wrote it");
        }
        assertEquals(2 * ROUNDS, log(store, head).size(), "every operation is in the log once");
    }

    /**
     * The same guarded append, executed concurrently on two nodes, is committed for both: the loser finds the
     * operations.
     *
     * <p>If this fails, check that known operations are searched in a state at least as new as the one in which the
     * guard fails. Otherwise a retry gets a conflict with itself, and would be transformed and written a second time.
     */
    @Test
    public void stochastic_storage452_sameGuardedAppendConcurrentlyIsNoConflict() {
        Head head = opened();
        DocumentStore other = anotherStore();
        for (int round = 0; round < ROUNDS; round++) {
            Append same = appendAfter(round, head, change());
            List<List<Receipt>> receipts =
                    ConcurrentCalls.run(patience(), List.of(() -> commit(store, same), () -> commit(other, same)));
            assertEquals(known(receipts.get(0)), known(receipts.get(1)), "both get the same receipt");
        }
        assertEquals(ROUNDS, log(store, head).size(), "every operation is in the log once");
    }

    /**
     * Of several different appends after the same commit exactly one is committed.
     *
     * <p>If this fails, check that the guard is compared and the number assigned under one lock.
     */
    @Test
    public void stochastic_storage453_oneOfManyGuardedAppendsWins() {
        Head head = opened();
        DocumentStore other = anotherStore();
        for (int round = 0; round < ROUNDS; round++) {
            int after = round;
            List<Callable<AppendResult>> tasks = new ArrayList<>();
            for (int w = 0; w < WRITERS; w++) {
                DocumentStore node = w % 2 == 0 ? store : other;
                tasks.add(() -> appendOne(node, appendAfter(after, head, change())));
            }
            List<AppendResult> results = ConcurrentCalls.run(patience(), tasks);
            List<AppendResult> winners = results.stream()
                    .filter(result -> result instanceof AppendResult.Committed)
                    .toList();
            assertEquals(1, winners.size(), "exactly one append is committed after commit " + after);
            for (AppendResult result : results) {
                if (!winners.contains(result)) {
                    assertEquals(after + 1, conflicting(result).seq(), "the others get the new head");
                }
            }
        }
        assertEquals(upTo(ROUNDS), seqs(log(store, head)), "the log has no gaps");
    }

    /**
     * Appends to many documents in opposite orders neither deadlock nor lose a submission, also if they are repeated.
     *
     * <p>If this fails, check that documents are locked in one order, whatever the order of the call.
     */
    @Test
    public void stochastic_storage454_overlappingBatchesDoNotDeadlock() {
        List<Head> heads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            heads.add(opened());
        }
        DocumentStore other = anotherStore();
        Map<Head, Set<OperationId>> written = new HashMap<>();
        Seed.run(random -> {
            List<Callable<List<Append>>> tasks = new ArrayList<>();
            for (int w = 0; w < WRITERS; w++) {
                DocumentStore node = w % 2 == 0 ? store : other;
                Random own = new Random(random.nextLong());
                String name = "writer-" + w;
                tasks.add(() -> overlappingBatches(node, heads, name, own));
            }
            for (List<Append> appends : ConcurrentCalls.run(patience(), tasks)) {
                for (Append append : appends) {
                    Head head = heads.stream()
                            .filter(one -> one.document().equals(append.document()))
                            .findFirst()
                            .orElseThrow();
                    append.submissions()
                            .forEach(submission -> written.computeIfAbsent(head, absent -> new HashSet<>())
                                    .add(submission.operation()));
                }
            }
        });
        for (Head head : heads) {
            List<Commit> log = log(store, head);
            assertEquals(upTo(log.size()), seqs(log), "the log has no gaps");
            List<OperationId> operations =
                    log.stream().map(commit -> commit.submission().operation()).toList();
            assertEquals(operations.size(), Set.copyOf(operations).size(), "every operation is in the log once");
            assertEquals(written.getOrDefault(head, Set.of()), Set.copyOf(operations), "nothing is lost");
        }
    }

    /**
     * While others append and compact, every page is one consistent view. It starts directly after the requested
     * position or with a snapshot, has no gaps, and does not extend past its own head.
     *
     * <p>If this fails, check that head, snapshot and commits are read in one transaction whose statements see one
     * state.
     */
    @Test
    public void stochastic_storage455_readingWhileCompacting() {
        Head head = opened();
        DocumentStore other = anotherStore();
        AtomicBoolean isWriting = new AtomicBoolean(true);
        ConcurrentCalls.run(
                patience(),
                List.of(
                        () -> {
                            for (int round = 0; round < ROUNDS; round++) {
                                commit(store, anyAppend(head, changes(3)));
                                ageAll(DocumentStore.RETRY_HORIZON.plusMinutes(1));
                                Head now = headOf(head.document());
                                byte[] state = Long.toString(now.seq()).getBytes(StandardCharsets.UTF_8);
                                store.compact(
                                        head.document(),
                                        head.generation(),
                                        now.snapshotSeq(),
                                        new Snapshot(now.seq(), state),
                                        now.seq() - 1);
                            }
                            isWriting.set(false);
                            return 0;
                        },
                        () -> tail(head, isWriting, other),
                        () -> readFromSnapshot(head, isWriting, other)));
        assertEquals(3 * ROUNDS, headOf(head.document()).seq());
    }

    /**
     * Of several concurrent compactions with the same expectation one wins, and its snapshot is the one that is read.
     *
     * <p>If this fails, check that parts of two snapshots cannot be mixed, and that the loser is not an error.
     */
    @Test
    public void stochastic_storage456_concurrentCompactHasOneWinner() {
        Head head = opened();
        DocumentStore other = anotherStore();
        for (int round = 1; round <= 10; round++) {
            commit(store, anyAppend(head, change()));
            long expected = round - 1;
            long seq = round;
            byte[] one = changeOfSize(3 << 19).update().bytes();
            byte[] two = new byte[3 << 19];
            List<Head> heads = ConcurrentCalls.run(
                    patience(),
                    List.of(
                            () -> store.compact(
                                    head.document(), head.generation(), expected, new Snapshot(seq, one), 0),
                            () -> other.compact(
                                    head.document(), head.generation(), expected, new Snapshot(seq, two), 0)));
            assertEquals(Set.of(headWith(head, seq, seq)), Set.copyOf(heads), "both get the new head");
            Snapshot read = read(head, DocumentStore.NONE).snapshot();
            assertTrue(
                    read != null && (Arrays.equals(one, read.state()) || Arrays.equals(two, read.state())),
                    "the snapshot is one of the two, whole");
        }
    }

    /**
     * While a document is deleted and re-created, no append of the old generation is written to the new log, and the
     * numbering continues.
     *
     * <p>If this fails, check that deleting and appending use the same lock.
     */
    @Test
    public void stochastic_storage457_deletingWhileAppending() {
        DocumentStore other = anotherStore();
        Head first = opened();
        AtomicBoolean isDeleting = new AtomicBoolean(true);
        AtomicInteger appended = new AtomicInteger();
        long deadline = System.nanoTime() + patience().toNanos();
        ConcurrentCalls.run(
                patience(),
                List.of(
                        () -> {
                            Head now = first;
                            for (int round = 0; round < ROUNDS; round++) {
                                for (int target = appended.get() + 2;
                                        appended.get() < target && System.nanoTime() < deadline; ) {
                                    Thread.onSpinWait();
                                }
                                assertOnlyOwn(now);
                                long before = headOf(now.document()).seq();
                                store.delete(now.document(), now.generation());
                                Head next = opened(now.document());
                                assertTrue(next.seq() >= before, "sequence numbers never decrease");
                                now = next;
                            }
                            isDeleting.set(false);
                            return 0;
                        },
                        () -> {
                            while (isDeleting.get()) {
                                Head now = other.open(first.document(), ENGINE, FORMAT, newGeneration());
                                appendOne(
                                        other,
                                        anyAppend(now, change(now.generation().toString(), appended.get())));
                                appended.incrementAndGet();
                            }
                            return 0;
                        }));
    }

    /** Checks the log: the source of every change of this race is the generation for which it was made. */
    private void assertOnlyOwn(Head head) {
        for (Commit commit : log(store, head)) {
            assertEquals(head.generation(), commit.generation());
            assertEquals(
                    head.generation().toString(),
                    commit.submission().operation().source(),
                    "an append of another generation is in the log");
        }
    }

    /** Reads the log page by page, and expects every page to be consistent. */
    private int tail(Head head, AtomicBoolean isWriting) {
        return tail(head, isWriting, store);
    }

    private int tail(Head head, AtomicBoolean isWriting, DocumentStore node) {
        long last = 0;
        boolean isLastRound = false;
        while (!isLastRound) {
            isLastRound = !isWriting.get();
            Page page = node.read(head.document(), head.generation(), last, 200);
            assertInOneView(page, last);
            last = page.lastSeq(last);
        }
        return 0;
    }

    private int readFromSnapshot(Head head, AtomicBoolean isWriting, DocumentStore node) {
        while (isWriting.get()) {
            assertInOneView(node.read(head.document(), head.generation(), DocumentStore.NONE, MAX_PAGE_BYTES), 0);
        }
        return 0;
    }

    private static void assertInOneView(Page page, long after) {
        long next = after + 1;
        Snapshot snapshot = page.snapshot();
        if (snapshot != null) {
            assertEquals(page.head().snapshotSeq(), snapshot.seq(), "the snapshot is the head's");
            assertEquals(
                    Long.toString(snapshot.seq()),
                    new String(snapshot.state(), StandardCharsets.UTF_8),
                    "the state is the snapshot's own");
            next = snapshot.seq() + 1;
        }
        for (Commit commit : page.commits()) {
            assertEquals(next++, commit.seq(), "a reader sees no commit before those with lower numbers");
        }
        assertTrue(next - 1 <= Math.max(after, page.head().seq()), "a page does not extend past its head");
    }

    private List<Append> overlappingBatches(DocumentStore node, List<Head> heads, String name, Random random) {
        List<Append> appended = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            List<Head> shuffled = new ArrayList<>(heads);
            Collections.shuffle(shuffled, random);
            List<Append> batch = new ArrayList<>();
            for (Head head : shuffled.subList(0, 1 + random.nextInt(heads.size()))) {
                batch.add(anyAppend(head, change(name, round)));
            }
            for (int times = random.nextInt(2); times >= 0; times--) {
                node.append(batch).forEach(StoreFixture::committed);
            }
            appended.addAll(batch);
        }
        return appended;
    }
}
