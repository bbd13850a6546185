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
 * A store that decorates a correct one and fails as stores fail: before a call, after it, or in the middle of a batch.
 * A fault happens with a probability, at the next call on request, or always while the store is down. It can also block
 * its callers until the test resumes them. It never returns a wrong result: the decorated store could have returned the
 * same. Thread-safe.
 */
public final class FaultyStore implements DocumentStore {
    private final DocumentStore store;
    private final Random random;
    private final Map<StoreFault, Double> probabilities = new EnumMap<>(StoreFault.class);
    private final Map<StoreFault, Integer> counts = new EnumMap<>(StoreFault.class);
    private final Queue<StoreFault> requested = new ArrayDeque<>();
    private boolean isDown;
    private boolean isPaused;
    private int waiting;

    /**
     * Creates a store without faults.
     *
     * @param store the correct store; closed with this one
     * @param seed the seed of the random decisions
     */
    public FaultyStore(DocumentStore store, long seed) {
        this.store = store;
        this.random = new Random(seed);
    }

    /**
     * Lets a fault happen with a probability at every call to which it applies.
     *
     * @param fault the fault
     * @param probability from 0 to 1
     * @return this store
     */
    public synchronized FaultyStore withProbability(StoreFault fault, double probability) {
        probabilities.put(fault, probability);
        return this;
    }

    /**
     * Lets a fault happen at the next call to which it applies. Several faults happen in the order of their requests.
     *
     * @param fault the fault
     */
    public synchronized void next(StoreFault fault) {
        requested.add(fault);
    }

    /** Lets every call fail before it does anything, until {@link #comeUp()}. */
    public synchronized void goDown() {
        isDown = true;
    }

    /** Ends {@link #goDown()}. */
    public synchronized void comeUp() {
        isDown = false;
    }

    /** Blocks every call before it does anything, until {@link #resume()}. */
    public synchronized void pause() {
        isPaused = true;
    }

    /** Resumes the blocked calls. */
    public synchronized void resume() {
        isPaused = false;
        notifyAll();
    }

    /** Returns the number of blocked calls. */
    public synchronized int waiting() {
        return waiting;
    }

    /** Returns how often a fault has happened. */
    public synchronized int count(StoreFault fault) {
        return counts.getOrDefault(fault, 0);
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
        return answer(() -> staleGuards(appends) ? withoutGuarded(appends) : store.append(appends));
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
        return answer(() -> store.compact(document, generation, expectedSnapshotSeq, snapshot, keepAfterSeq));
    }

    @Override
    public boolean delete(DocumentId document, Generation generation) {
        begin();
        return answer(() -> store.delete(document, generation));
    }

    @Override
    public void check() {
        begin();
        store.check();
    }

    @Override
    public String id() {
        return store.id();
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
            throw new StorageException("interrupted", "interrupted while the store blocks its callers", interrupted);
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

    private <R> R answer(Supplier<R> call) {
        R result = call.get();
        if (happens(StoreFault.LOSE_ANSWER)) {
            throw thrown(StoreFault.LOSE_ANSWER);
        }
        return result;
    }

    private boolean staleGuards(List<Append> appends) {
        return appends.stream().anyMatch(FaultyStore::isGuarded) && happens(StoreFault.STALE_GUARD);
    }

    private List<AppendResult> withoutGuarded(List<Append> appends) {
        List<Append> others =
                appends.stream().filter(append -> !isGuarded(append)).toList();
        List<AppendResult> otherResults = new ArrayList<>(store.append(others));
        List<AppendResult> results = new ArrayList<>();
        for (Append append : appends) {
            results.add(isGuarded(append) ? conflict(append) : otherResults.remove(0));
        }
        return results;
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
        boolean isRequested = requested.peek() == fault;
        if (isRequested) {
            requested.remove();
        }
        boolean happens = isRequested || random.nextDouble() < probabilities.getOrDefault(fault, 0.0);
        if (happens) {
            counts.merge(fault, 1, Integer::sum);
        }
        return happens;
    }

    private static StorageException thrown(StoreFault fault) {
        return new StorageException("injected-fault", "injected: " + fault);
    }
}
