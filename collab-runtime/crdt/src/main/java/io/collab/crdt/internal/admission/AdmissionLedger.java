package io.collab.crdt.internal.admission;

import io.collab.crdt.internal.integration.IncomingUpdate;
import io.collab.crdt.internal.integration.PendingUpdates;
import io.collab.crdt.internal.store.ClientStructs;
import io.collab.crdt.internal.store.StructStore;
import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.lib0.DecodeException.Reason;
import io.collab.crdt.update.DecodeLimits;
import io.collab.crdt.update.DeleteSet;
import io.collab.crdt.update.Ranges;
import io.collab.crdt.update.StructCursor;
import io.collab.crdt.update.UpdateWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Judges a batch of updates before anything of it is integrated: what of each is new to a document and to the updates
 * admitted before? Known is what is integrated, what waits, and what was admitted here; deletions included. The
 * document must not change meanwhile; the cost is proportional to the update and to the structs that it deletes. Not
 * thread-safe.
 */
public final class AdmissionLedger {

    private final StructStore store;
    private final DecodeLimits limits;
    private final Map<Long, ClockSet> structs = new HashMap<>();
    private final Map<Long, ClockSet> deletions = new HashMap<>();

    /** Per client the state that the document will have when everything admitted is integrated. */
    private final Map<Long, Long> applied = new HashMap<>();

    private long pendingStructs;
    private long pendingBytes;

    /**
     * Creates a judge that has admitted nothing.
     *
     * @param limits what one update may cost, and what may wait
     */
    public AdmissionLedger(StructStore store, PendingUpdates pending, DecodeLimits limits) {
        this.store = store;
        this.limits = limits;
        StructCursor waiting = pending.structs();
        while (waiting != null && waiting.next()) {
            if (waiting.content() != StructCursor.SKIP) {
                set(structs, waiting.client()).add(waiting.clock(), waiting.clockEnd());
                pendingStructs++;
            }
        }
        pendingBytes += pending.size();
        DeleteSet waitingDeletions = pending.deletions();
        if (waitingDeletions != null) {
            waitingDeletions.sortAndMerge();
            addAll(waitingDeletions);
            pendingStructs += waitingDeletions.size();
            pendingBytes += DependencyCheck.RANGE_BYTES * (long) waitingDeletions.size();
        }
    }

    /**
     * Admits an update.
     *
     * @param update bytes from anybody
     * @return the canonical form of only what is new, or null if nothing is; from now on that is known
     * @throws DecodeException if the update is malformed or over the limits; nothing is admitted then
     */
    public byte @Nullable [] admit(byte[] update) {
        News news = find(update);
        if (news.isEmpty()) {
            return null;
        }
        DependencyCheck waiting = news.waiting;
        long waitingRanges = waiting.waitingRanges(news.deletions);
        long moreStructs = waiting.count() + waitingRanges;
        long moreBytes = waiting.bytes() + DependencyCheck.RANGE_BYTES * waitingRanges;
        if (moreStructs > 0
                && (pendingStructs + moreStructs > limits.maxPendingStructs()
                        || pendingBytes + moreBytes > limits.maxPendingBytes())) {
            throw new DecodeException(Reason.TOO_MUCH_PENDING, "too much would wait for missing dependencies");
        }
        byte[] canonical = encode(update, news);
        pendingStructs += moreStructs;
        pendingBytes += moreBytes;
        applied.putAll(waiting.applied());
        for (ReceivedStruct struct : news.structs) {
            set(structs, struct.client).add(struct.clock + struct.integrated, struct.clockEnd);
        }
        addAll(news.deletions);
        return canonical;
    }

    /**
     * Returns whether an update brings nothing new, and admits nothing.
     *
     * @param update bytes from anybody
     * @throws DecodeException if the update is malformed or over the limits
     */
    public boolean covers(byte[] update) {
        return find(update).isEmpty();
    }

    /** What is new in an update. */
    private record News(List<ReceivedStruct> structs, DeleteSet deletions, DependencyCheck waiting) {
        boolean isEmpty() {
            return structs.isEmpty() && deletions.isEmpty();
        }
    }

    private News find(byte[] update) {
        StructCursor cursor = new StructCursor(update, limits);
        List<ReceivedStruct> received = new ArrayList<>();
        while (cursor.next()) {
            IncomingUpdate.requireFits(cursor);
            long from = Math.max(cursor.clock(), state(cursor.client()));
            if (cursor.content() != StructCursor.SKIP && from < cursor.clockEnd()) {
                ClockSet known = structs.get(cursor.client());
                long fresh = known == null ? from : Math.min(known.firstMissing(from), cursor.clockEnd());
                received.add(new ReceivedStruct(cursor, from - cursor.clock(), fresh - cursor.clock()));
            }
        }
        DeleteSet deletions = findDeletions(cursor.readDeleteSet());
        DependencyCheck waiting = new DependencyCheck(store, applied, received);
        waiting.resolve();
        // Known to wait, but not any more: it is asked for again, because the document looks at what waits only when
        // the one clock arrives that it waits for, as Yjs does, and several structs share that one clock.
        received.removeIf(struct -> !struct.isFresh() && !waiting.applies(struct));
        return new News(received, deletions, waiting);
    }

    private DeleteSet findDeletions(DeleteSet all) {
        DeleteSet found = new DeleteSet();
        all.sortAndMerge();
        for (long client : all.clients()) {
            Ranges ranges = all.ranges(client);
            for (int i = 0; ranges != null && i < ranges.size(); i++) {
                requireInt(ranges.end(i));
                findDeletions(client, ranges.clock(i), ranges.end(i), found);
            }
        }
        found.sortAndMerge();
        return found;
    }

    private static void requireInt(long clock) {
        if (clock > Integer.MAX_VALUE) {
            throw new DecodeException(Reason.NUMBER_TOO_LARGE, "clock above 2^31-1");
        }
    }

    /** Adds the parts of a range that are neither deleted in the document nor known to be. */
    private void findDeletions(long id, long from, long to, DeleteSet found) {
        ClientStructs client = store.clients.find(id);
        long clock = from;
        while (client != null && clock < to && clock < client.state) {
            int slot = client.locate((int) clock);
            long end = Math.min(to, store.lastClock(slot) + 1L);
            if (!store.isDeleted(slot)) {
                addUnknown(id, clock, end, found);
            }
            clock = end;
        }
        addUnknown(id, clock, to, found);
    }

    private void addUnknown(long id, long from, long to, DeleteSet found) {
        ClockSet known = deletions.get(id);
        long clock = from;
        while (clock < to) {
            clock = known == null ? clock : known.firstMissing(clock);
            if (clock < to) {
                long end = known == null ? to : Math.min(to, known.firstPresent(clock));
                found.add(id, clock, end - clock);
                clock = end;
            }
        }
    }

    private long state(long id) {
        ClientStructs client = store.clients.find(id);
        return client == null ? 0 : client.state;
    }

    private void addAll(DeleteSet set) {
        for (long client : set.clients()) {
            Ranges ranges = set.ranges(client);
            if (ranges != null) {
                set(deletions, client).addAll(ranges);
            }
        }
    }

    private static ClockSet set(Map<Long, ClockSet> sets, long client) {
        return sets.computeIfAbsent(client, key -> new ClockSet());
    }

    private static byte[] encode(byte[] update, News news) {
        List<ReceivedStruct> order = new ArrayList<>(news.structs);
        order.sort((a, b) -> a.client != b.client ? Long.compare(b.client, a.client) : Long.compare(a.clock, b.clock));
        StructCursor cursor = new StructCursor(update, DecodeLimits.TRUSTED);
        UpdateWriter out = new UpdateWriter();
        ReceivedStruct before = null;
        for (ReceivedStruct struct : order) {
            long offset = news.waiting.applies(struct) ? struct.integrated : struct.known;
            long from = struct.clock + offset;
            if (before != null && before.client == struct.client && before.clockEnd < from) {
                out.range(StructCursor.SKIP, struct.client, before.clockEnd, from - before.clockEnd);
            }
            cursor.reread(struct.start, struct.client, struct.clock);
            out.copy(cursor, offset);
            before = struct;
        }
        return out.toByteArray(news.deletions);
    }
}
