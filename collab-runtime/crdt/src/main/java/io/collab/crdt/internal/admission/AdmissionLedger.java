package io.collab.crdt.internal.admission;

import io.collab.crdt.internal.encoding.StructEncoder;
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
 * The ids and deletions that a document knows or that were admitted since: computes what each update of a batch adds to
 * them. Known are integrated structs, pending structs and admitted structs; the same holds for deletions. The store
 * must not change while this object is used. The cost is proportional to the update and to the structs that its
 * deletions cover. Not thread-safe.
 */
public final class AdmissionLedger {

    /** The maximum number of clients whose missing clocks are reported. */
    private static final int MAX_MISSING = 64;

    private final StructStore store;
    private final DecodeLimits limits;
    private final KnownClocks structs;
    private final KnownClocks deletions;
    private final ContentCheck contents;

    /** The state of each client after everything admitted is integrated. */
    private final Map<Long, Long> applied = new HashMap<>();

    private final Map<Long, Long> missing = new HashMap<>();
    private long trailingBytes;
    private long pendingStructs;
    private long pendingBytes;

    /**
     * Creates a ledger without admitted updates.
     *
     * @param limits bounds of decoding one update and of the pending data
     */
    public AdmissionLedger(StructStore store, PendingUpdates pending, DecodeLimits limits) {
        this.store = store;
        this.limits = limits;
        this.structs = new KnownClocks(pending::clocks);
        this.deletions = new KnownClocks(pending::deletedClocks);
        this.contents = new ContentCheck(store, pending, structs);
        this.pendingStructs = pending.structCount() + (long) pending.deletedRanges();
        this.pendingBytes = pending.size() + StructEncoder.RANGE_BYTES * (long) pending.deletedRanges();
    }

    /**
     * Admits an update; its structs and deletions are known from then on. Deletions of structs that are neither known
     * nor in the update are not admitted.
     *
     * @param update an untrusted update (v1)
     * @return the canonical encoding of the new structs and deletions, or null if there are none
     * @throws DecodeException if the update is malformed, exceeds the limits or contradicts known content; nothing is
     *     admitted then
     */
    public byte @Nullable [] admit(byte[] update) {
        Additions additions = find(update);
        if (additions.contradiction) {
            throw new DecodeException(Reason.CONFLICTING_CONTENT, "ids that are known with other content");
        }
        byte[] canonical = additions.isEmpty() ? null : add(additions);
        trailingBytes += additions.trailing;
        additions.missing().forEach((client, clock) -> {
            if (missing.size() < MAX_MISSING || missing.containsKey(client)) {
                missing.merge(client, clock, Math::min);
            }
        });
        return canonical;
    }

    /**
     * Returns whether an update adds nothing; admits nothing.
     *
     * @param update an untrusted update (v1)
     * @throws DecodeException if the update is malformed or exceeds the limits
     */
    public boolean covers(byte[] update) {
        Additions additions = find(update);
        return additions.isEmpty() && additions.missing().isEmpty() && !additions.contradiction;
    }

    /** Returns the lowest missing clock per client, of at most {@value #MAX_MISSING}, whose deletion was not admitted. */
    public Map<Long, Long> missing() {
        return missing;
    }

    /** Returns the number of bytes after the ends of the admitted updates. */
    public long trailingBytes() {
        return trailingBytes;
    }

    /**
     * What an update adds.
     *
     * @param trailing the number of bytes after its end
     * @param contradiction whether ids of the update are known with other content
     */
    private record Additions(
            List<ReceivedStruct> structs,
            PossibleDeletions deleted,
            DependencyCheck dependencies,
            int trailing,
            boolean contradiction) {
        boolean isEmpty() {
            return structs.isEmpty() && deletions().isEmpty();
        }

        DeleteSet deletions() {
            return deleted.possible();
        }

        Map<Long, Long> missing() {
            return deleted.missing();
        }
    }

    private byte[] add(Additions additions) {
        DependencyCheck dependencies = additions.dependencies;
        long pendingRanges = dependencies.pendingRanges(additions.deletions());
        long moreStructs = dependencies.count() + pendingRanges;
        long moreBytes = dependencies.bytes() + StructEncoder.RANGE_BYTES * pendingRanges;
        if (moreStructs > 0
                && (pendingStructs + moreStructs > limits.maxPendingStructs()
                        || pendingBytes + moreBytes > limits.maxPendingBytes())) {
            throw new DecodeException(Reason.TOO_MUCH_PENDING, "more pending data than the limits allow");
        }
        byte[] canonical = encode(additions);
        pendingStructs += moreStructs;
        pendingBytes += moreBytes;
        applied.putAll(dependencies.applied());
        for (ReceivedStruct struct : additions.structs) {
            structs.add(struct.client, struct.clock + struct.integrated, struct.clockEnd);
        }
        contents.add(additions.structs);
        deletions.addAll(additions.deletions());
        return canonical;
    }

    private Additions find(byte[] update) {
        StructCursor cursor = new StructCursor(update, limits);
        List<ReceivedStruct> received = new ArrayList<>();
        boolean contradiction = false;
        while (cursor.next()) {
            IncomingUpdate.requireFits(cursor);
            if (cursor.end() - cursor.start() > limits.maxStructBytes()) {
                throw new DecodeException(Reason.TOO_MUCH_DATA, "a struct is larger than the limits allow");
            }
            if (cursor.content() == StructCursor.SKIP) {
                continue;
            }
            contradiction = contradiction || contents.contradicts(cursor);
            long from = Math.max(cursor.clock(), state(cursor.client()));
            if (from < cursor.clockEnd()) {
                long fresh = structs.firstMissing(cursor.client(), from, cursor.clockEnd());
                received.add(new ReceivedStruct(cursor, from - cursor.clock(), fresh - cursor.clock()));
            }
        }
        DeleteSet found = findDeletions(cursor.readDeleteSet());
        int trailing = cursor.trailingBytes();
        DependencyCheck dependencies = new DependencyCheck(store, applied, received);
        dependencies.resolve();
        // A struct that is known but no longer pending is admitted again. As in Yjs, a document retries pending structs
        // only when the lowest missing clock arrives, and several structs share that clock.
        received.removeIf(struct -> !struct.isFresh() && !dependencies.applies(struct));
        PossibleDeletions deleted = new PossibleDeletions(store, structs, received, found);
        return new Additions(received, deleted, dependencies, trailing, contradiction);
    }

    private DeleteSet findDeletions(DeleteSet all) {
        DeleteSet found = new DeleteSet();
        all.sortAndMerge();
        for (long client : all.clients()) {
            Ranges ranges = all.ranges(client);
            for (int i = 0; ranges != null && i < ranges.size(); i++) {
                IncomingUpdate.requireFits(ranges.end(i));
                findDeletions(client, ranges.clock(i), ranges.end(i), found);
            }
        }
        found.sortAndMerge();
        return found;
    }

    /** Adds the parts of a range that are neither deleted in the document nor known as deleted. */
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
        long clock = deletions.firstMissing(id, from, to);
        while (clock < to) {
            long end = deletions.firstPresent(id, clock, to);
            found.add(id, clock, end - clock);
            clock = deletions.firstMissing(id, end, to);
        }
    }

    private long state(long id) {
        ClientStructs client = store.clients.find(id);
        return client == null ? 0 : client.state;
    }

    private static byte[] encode(Additions additions) {
        List<ReceivedStruct> order = new ArrayList<>(additions.structs);
        order.sort((a, b) -> a.client != b.client ? Long.compare(b.client, a.client) : Long.compare(a.clock, b.clock));
        UpdateWriter out = new UpdateWriter();
        ReceivedStruct before = null;
        for (ReceivedStruct struct : order) {
            long offset = additions.dependencies.applies(struct) ? struct.integrated : struct.known;
            long from = struct.clock + offset;
            if (before != null && before.client == struct.client && before.clockEnd < from) {
                out.range(StructCursor.SKIP, struct.client, before.clockEnd, from - before.clockEnd);
            }
            out.copy(struct.reread(), offset);
            before = struct;
        }
        return out.toByteArray(additions.deletions());
    }
}
