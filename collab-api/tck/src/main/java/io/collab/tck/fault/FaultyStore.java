package io.collab.tck.fault;

import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.api.StorageException;
import io.collab.spi.storage.Append;
import io.collab.spi.storage.AppendResult;
import io.collab.spi.storage.DocumentStore;
import io.collab.spi.storage.Durability;
import io.collab.spi.storage.Guard;
import io.collab.spi.storage.Head;
import io.collab.spi.storage.Page;
import io.collab.spi.storage.Snapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.function.Supplier;

/**
 * A store in front of a good one that fails as stores fail: before a call, after it, in the middle of a batch; now and
 * then by lot, next time by order, or all the time while it is down. It can also hold its callers for as long as a test
 * likes. Never a wrong answer: what it says, the store behind it could have said. Thread-safe.
 */
public final class FaultyStore implements DocumentStore {
    private final DocumentStore store;
    private final Random random;
    private final Map<StoreFault, Double> chances = new EnumMap<>(StoreFault.class);
    private final Map<StoreFault, Integer> happened = new EnumMap<>(StoreFault.class);
    private final Queue<StoreFault> ordered = new ArrayDeque<>();
    private boolean isDown;
    private boolean isPaused;
    private int waiting;

    /**
     * Does nothing wrong yet.
     *
     * @param store closed with this one
     * @param seed of the lots it draws
     */
    public FaultyStore(DocumentStore store, long seed) {
        this.store = store;
        this.random = new Random(seed);
    }

    /** From now on the fault happens with this chance, 0 to 1, at every call that it fits. */
    public synchronized FaultyStore chance(StoreFault fault, double chance) {
        chances.put(fault, chance);
        return this;
    }

    /** The fault happens at the next call that it fits; several happen in the order in which they were asked for. */
    public synchronized void next(StoreFault fault) {
        ordered.add(fault);
    }

    /** Every call fails before it does anything. */
    public synchronized void goDown() {
        isDown = true;
    }

    /** Calls are answered again. */
    public synchronized void comeUp() {
        isDown = false;
    }

    /** Calls wait until {@link #resume()}, before they do anything. */
    public synchronized void pause() {
        isPaused = true;
    }

    /** Calls that wait go on. */
    public synchronized void resume() {
        isPaused = false;
        notifyAll();
    }

    /** How many calls wait now. */
    public synchronized int waiting() {
        return waiting;
    }

    /** How often the fault has happened. */
    public synchronized int happened(StoreFault fault) {
        return happened.getOrDefault(fault, 0);
    }

    @Override
    public Head open(DocumentId document, String engine, int formatVersion, Generation proposedGeneration) {
        begin();
        return store.open(document, engine, formatVersion, proposedGeneration);
    }

    @Override
    public Map<DocumentId, Head> heads(Collection<DocumentId> documents) {
        begin();
        return store.heads(documents);
    }

    @Override
    public List<Head> list(String tenant, String afterName, int limit) {
        begin();
        return store.list(tenant, afterName, limit);
    }

    @Override
    public List<AppendResult> append(List<Append> appends) {
        begin();
        if (appends.size() > 1 && happens(StoreFault.TEAR_BATCH)) {
            store.append(appends.subList(0, 1 + nextInt(appends.size() - 1)));
            throw thrown(StoreFault.TEAR_BATCH);
        }
        return answered(() -> staleGuards(appends) ? withoutGuarded(appends) : store.append(appends));
    }

    @Override
    public Page read(DocumentId document, Generation generation, long afterSeq, int maxBytes) {
        begin();
        return store.read(document, generation, afterSeq, maxBytes);
    }

    @Override
    public Head compact(
            DocumentId document,
            Generation generation,
            long expectedSnapshotSeq,
            Snapshot snapshot,
            long keepAfterSeq) {
        begin();
        return answered(() -> store.compact(document, generation, expectedSnapshotSeq, snapshot, keepAfterSeq));
    }

    @Override
    public boolean delete(DocumentId document, Generation generation) {
        begin();
        return answered(() -> store.delete(document, generation));
    }

    @Override
    public Durability durability() {
        return store.durability();
    }

    @Override
    public void close() {
        resume();
        store.close();
    }

    private synchronized void begin() {
        waiting++;
        try {
            while (isPaused) {
                wait();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StorageException("interrupted", "interrupted while the store holds its callers", interrupted);
        } finally {
            waiting--;
        }
        if (isDown) {
            throw new StorageException("store-down", "the store is down");
        }
        if (happens(StoreFault.FAIL_BEFORE)) {
            throw thrown(StoreFault.FAIL_BEFORE);
        }
    }

    private <R> R answered(Supplier<R> call) {
        R answer = call.get();
        if (happens(StoreFault.LOSE_ANSWER)) {
            throw thrown(StoreFault.LOSE_ANSWER);
        }
        return answer;
    }

    private boolean staleGuards(List<Append> appends) {
        return appends.stream().anyMatch(FaultyStore::isGuarded) && happens(StoreFault.STALE_GUARD);
    }

    private List<AppendResult> withoutGuarded(List<Append> appends) {
        List<Append> others =
                appends.stream().filter(append -> !isGuarded(append)).toList();
        List<AppendResult> theirs = new ArrayList<>(store.append(others));
        List<AppendResult> answers = new ArrayList<>();
        for (Append append : appends) {
            answers.add(isGuarded(append) ? conflict(append) : theirs.remove(0));
        }
        return answers;
    }

    private AppendResult conflict(Append append) {
        Head head = store.heads(List.of(append.document())).get(append.document());
        return head == null || !head.generation().equals(append.generation())
                ? new AppendResult.WrongGeneration(head)
                : new AppendResult.Conflict(head);
    }

    private static boolean isGuarded(Append append) {
        return append.guard() instanceof Guard.After;
    }

    private synchronized int nextInt(int bound) {
        return random.nextInt(bound);
    }

    private synchronized boolean happens(StoreFault fault) {
        boolean isOrdered = ordered.peek() == fault;
        if (isOrdered) {
            ordered.remove();
        }
        boolean happens = isOrdered || random.nextDouble() < chances.getOrDefault(fault, 0.0);
        if (happens) {
            happened.merge(fault, 1, Integer::sum);
        }
        return happens;
    }

    private static StorageException thrown(StoreFault fault) {
        return new StorageException("injected-fault", "injected: " + fault);
    }
}
