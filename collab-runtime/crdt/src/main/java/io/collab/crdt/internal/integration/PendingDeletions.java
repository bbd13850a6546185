package io.collab.crdt.internal.integration;

import io.collab.crdt.internal.buffer.ClockSet;
import io.collab.crdt.internal.store.ClientStructs;
import io.collab.crdt.internal.store.StructStore;
import io.collab.crdt.update.DeleteSet;
import io.collab.crdt.update.Ranges;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The deletions of missing structs: sets that are merged only when something reads them. Not thread-safe. */
final class PendingDeletions {

    /** The number of unmerged sets from which on they are merged if they are most of the ranges. */
    private static final int MAX_SETS = 1_000;

    private final List<DeleteSet> sets = new ArrayList<>();
    private final Map<Long, ClockSet> clocks = new HashMap<>();
    private int ranges;

    boolean isEmpty() {
        return sets.isEmpty();
    }

    int ranges() {
        return ranges;
    }

    @Nullable
    ClockSet clocks(long client) {
        return clocks.get(client);
    }

    /** Returns all deletions as one set, clients in descending order, or null if there are none. */
    @Nullable
    DeleteSet all() {
        if (sets.size() > 1) {
            DeleteSet all = new DeleteSet();
            sets.forEach(all::addAll);
            all.sortAndMerge();
            sets.clear();
            sets.add(all.inDescendingOrder());
            ranges = all.size();
        }
        return sets.isEmpty() ? null : sets.get(0);
    }

    void add(@Nullable DeleteSet more) {
        if (more == null || more.isEmpty()) {
            return;
        }
        sets.add(more.inDescendingOrder());
        ranges += more.size();
        for (long client : more.clients()) {
            Ranges added = more.ranges(client);
            ClockSet known = clocks.computeIfAbsent(client, key -> new ClockSet());
            for (int i = 0; added != null && i < added.size(); i++) {
                known.add(added.clock(i), added.end(i));
            }
        }
        if (sets.size() > MAX_SETS && sets.size() > ranges / 2) {
            all();
        }
    }

    void set(@Nullable DeleteSet rest) {
        sets.clear();
        clocks.clear();
        ranges = 0;
        add(rest);
    }

    /** Returns whether one of the structs exists now. */
    boolean canApply(StructStore store) {
        for (Map.Entry<Long, ClockSet> entry : clocks.entrySet()) {
            ClientStructs client = store.clients.find(entry.getKey());
            if (client != null && entry.getValue().firstPresent(0) < client.state) {
                return true;
            }
        }
        return false;
    }
}
