package io.collab.crdt.update;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Merges updates in one pass, in descending order of clients and ascending order of clocks. Structs that are in several
 * updates are written once; a gap between two structs of a client becomes a skip. If two updates start a struct at the
 * same clock, the update that was read last precedes, as in Yjs, where the list of inputs is sorted again after every
 * step; the order is visible if the two cut their runs differently.
 *
 * <p>The struct written last is <em>held</em>: garbage-collected structs and gaps can still grow, so only their range
 * is kept; items are in the output already.
 */
final class UpdateMerger {

    private static final int NOTHING = -1;
    private static final int ITEM = -2;

    private final StructWriter out;
    private long lowestRank;
    private int held = NOTHING;
    private long heldClient;
    private long heldClock;
    private long heldEnd;

    UpdateMerger(StructWriter out) {
        this.out = out;
    }

    /** An input with its rank in the order of inputs. */
    private static final class Source {
        final StructCursor cursor;
        long rank;
        boolean more;

        Source(StructCursor cursor, long rank) {
            this.cursor = cursor;
            this.rank = rank;
            advance();
        }

        void advance() {
            do {
                more = cursor.next();
            } while (more && cursor.content() == StructCursor.SKIP);
        }

        int kind() {
            return cursor.content() == StructCursor.GC ? StructCursor.GC : ITEM;
        }
    }

    private static final Comparator<Source> ORDER = (a, b) -> {
        if (a.cursor.client() != b.cursor.client()) {
            return Long.compare(b.cursor.client(), a.cursor.client());
        }
        if (a.cursor.clock() != b.cursor.clock()) {
            return Long.compare(a.cursor.clock(), b.cursor.clock());
        }
        return a.kind() == b.kind() ? Long.compare(a.rank, b.rank) : Long.compare(b.rank, a.rank);
    };

    byte[] merge(List<StructCursor> updates) {
        List<Source> sources = new ArrayList<>();
        PriorityQueue<Source> queue = new PriorityQueue<>(Math.max(1, updates.size()), ORDER);
        for (StructCursor update : updates) {
            Source source = new Source(update, sources.size());
            sources.add(source);
            if (source.more) {
                queue.add(source);
            }
        }
        while (!queue.isEmpty()) {
            Source source = queue.remove();
            boolean moved = writeFrom(source);
            if (source.more) {
                source.rank = moved ? --lowestRank : source.rank;
                queue.add(source);
            }
        }
        flushHeld();
        DeleteSet deletions = new DeleteSet();
        for (Source source : sources) {
            deletions.addAll(source.cursor.readDeleteSet());
        }
        deletions.sortAndMerge();
        return out.toByteArray(deletions);
    }

    /** Writes structs from the first source; returns whether the source advanced. */
    private boolean writeFrom(Source source) {
        StructCursor cursor = source.cursor;
        long client = cursor.client();
        boolean moved = false;
        if (held == NOTHING) {
            hold(source, 0);
            moved = true;
        } else {
            while (source.more && cursor.clockEnd() <= heldEnd && cursor.client() >= heldClient) {
                source.advance();
                moved = true;
            }
            if (!source.more || cursor.client() != client || moved && cursor.clock() > heldEnd) {
                return moved;
            }
            moved |= join(source);
        }
        while (source.more && cursor.client() == client && cursor.clock() == heldEnd) {
            flushHeld();
            hold(source, 0);
            moved = true;
        }
        return moved;
    }

    /** Appends the source's struct to the held one; returns whether the source advanced. */
    private boolean join(Source source) {
        StructCursor cursor = source.cursor;
        if (cursor.client() != heldClient) {
            flushHeld();
            hold(source, 0);
            return true;
        }
        if (heldEnd < cursor.clock()) {
            flushHeld();
            held = StructCursor.SKIP;
            heldClock = heldEnd;
            heldEnd = cursor.clock();
            return false;
        }
        long known = heldEnd - cursor.clock();
        if (held == StructCursor.GC && source.kind() == StructCursor.GC) {
            heldEnd = cursor.clockEnd();
            return false;
        }
        flushHeld();
        hold(source, known);
        return true;
    }

    private void hold(Source source, long offset) {
        StructCursor cursor = source.cursor;
        held = source.kind();
        heldClient = cursor.client();
        heldClock = cursor.clock() + offset;
        heldEnd = cursor.clockEnd();
        if (held == ITEM) {
            out.copy(cursor, offset, true);
        }
        source.advance();
    }

    private void flushHeld() {
        if (held == StructCursor.GC || held == StructCursor.SKIP) {
            out.range(held, heldClient, heldClock, heldEnd - heldClock);
        }
    }
}
