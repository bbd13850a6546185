package io.collab.crdt.internal.admission;

import io.collab.crdt.internal.integration.PendingUpdates;
import io.collab.crdt.internal.store.ClientStructs;
import io.collab.crdt.internal.store.StructStore;
import io.collab.crdt.update.StructCursor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds received structs whose ids are known with other content: two peers have written under one client id. Only
 * content that both sides have is compared. Not thread-safe.
 */
final class ContentCheck {

    private final StructStore store;
    private final PendingUpdates pending;
    private final KnownClocks known;
    private final Map<Long, Structs> admitted = new HashMap<>();
    private @Nullable Map<Long, Structs> pendingStructs;

    /** The structs of one client. */
    private static final class Structs {
        final List<ReceivedStruct> list = new ArrayList<>();
        boolean sorted = true;

        void add(ReceivedStruct struct) {
            sorted &= list.isEmpty() || list.get(list.size() - 1).clock <= struct.clock;
            list.add(struct);
        }

        /** Returns the index of the first struct that ends after a clock. */
        int firstEndingAfter(long clock) {
            if (!sorted) {
                list.sort(Comparator.comparingLong(struct -> struct.clock));
                sorted = true;
            }
            int low = 0;
            int high = list.size();
            while (low < high) {
                int middle = low + high >>> 1;
                if (list.get(middle).clockEnd <= clock) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }
    }

    ContentCheck(StructStore store, PendingUpdates pending, KnownClocks known) {
        this.store = store;
        this.pending = pending;
        this.known = known;
    }

    /** Adds structs that were admitted. */
    void add(List<ReceivedStruct> structs) {
        for (ReceivedStruct struct : structs) {
            admitted.computeIfAbsent(struct.client, key -> new Structs()).add(struct);
        }
    }

    /** Returns whether the content of the current struct of a cursor contradicts known content. */
    boolean contradicts(StructCursor received) {
        ClientStructs client = store.clients.find(received.client());
        long state = client == null ? 0 : client.state;
        boolean stored = received.clock() < state;
        boolean other =
                known.firstPresent(received.client(), received.clock(), received.clockEnd()) < received.clockEnd();
        if (!stored && !other) {
            return false;
        }
        ComparableContent content = ComparableContent.of(received);
        if (content == null) {
            return false;
        }
        return client != null && stored && contradictsStore(content, client)
                || other && contradicts(content, admitted.get(received.client()))
                || other && contradicts(content, pendingStructs().get(received.client()));
    }

    private boolean contradictsStore(ComparableContent content, ClientStructs client) {
        long to = Math.min(content.end(), client.state);
        long clock = content.clock();
        while (clock < to) {
            int slot = client.locate((int) clock);
            int end = (int) Math.min(to, store.lastClock(slot) + 1L);
            ComparableContent own = ComparableContent.of(store, slot, (int) clock, end);
            if (own != null && content.contradicts(own)) {
                return true;
            }
            clock = end;
        }
        return false;
    }

    private static boolean contradicts(ComparableContent content, @Nullable Structs structs) {
        if (structs == null) {
            return false;
        }
        for (int i = structs.firstEndingAfter(content.clock()); i < structs.list.size(); i++) {
            ReceivedStruct struct = structs.list.get(i);
            if (struct.clock >= content.end()) {
                return false;
            }
            ComparableContent own = struct.content();
            if (own != null && content.contradicts(own)) {
                return true;
            }
        }
        return false;
    }

    private Map<Long, Structs> pendingStructs() {
        Map<Long, Structs> structs = pendingStructs;
        if (structs == null) {
            structs = new HashMap<>();
            StructCursor cursor = pending.structs();
            while (cursor != null && cursor.next()) {
                if (cursor.content() != StructCursor.SKIP) {
                    structs.computeIfAbsent(cursor.client(), key -> new Structs())
                            .add(new ReceivedStruct(cursor, 0, 0));
                }
            }
            pendingStructs = structs;
        }
        return structs;
    }
}
