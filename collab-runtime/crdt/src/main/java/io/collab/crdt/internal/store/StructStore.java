package io.collab.crdt.internal.store;

import io.collab.crdt.internal.buffer.Capacity;
import io.collab.crdt.internal.buffer.SparseColumn;
import io.collab.crdt.lib0.Any;
import io.collab.crdt.update.DeleteSet;
import io.collab.crdt.update.Ranges;
import io.collab.crdt.update.StructCursor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * All structs of a document as columns: a struct is a <em>slot</em>, an index into parallel arrays, so that a run of a
 * thousand characters needs a few ints and no object. Slots of merged structs are reused.
 *
 * <pre>
 * client, clock, length       the client, the first clock, the number of clocks
 * originClient, originClock   the left origin, or client NONE
 * rightClient, rightClock     the right origin, or client NONE
 * left, right                 neighbours in the list, or in the history of the key
 * info                        low 4 bits: the content (StructCursor's numbers); then DELETED, KEPT, REDONE
 * content                     text and values: offset into the client's buffers
 * payload                     content of length 1: byte[], Any, FormatMark, Branch, Subdocument
 * parent, key                 the type and the key in it (null in a list)
 * </pre>
 *
 * A garbage-collected struct has content GC and neither parent nor neighbours. Not thread-safe.
 */
public final class StructStore {

    public static final int NONE = -1;

    public static final int CONTENT = 0x0f;
    public static final int DELETED = 0x10;

    /** Flag: must not be collected because the deletion can be undone. */
    static final int KEPT = 0x20;

    /** Flag: restored by another item, which {@link #redone} returns. */
    static final int REDONE = 0x40;

    private static final int COUNTABLE = 1 << StructCursor.JSON
            | 1 << StructCursor.BINARY
            | 1 << StructCursor.STRING
            | 1 << StructCursor.EMBED
            | 1 << StructCursor.TYPE
            | 1 << StructCursor.ANY
            | 1 << StructCursor.DOC;

    public final ClientTable clients = new ClientTable();

    public int[] client = new int[16];
    public int[] clock = new int[16];
    public int[] length = new int[16];
    public int[] originClient = new int[16];
    public int[] originClock = new int[16];
    public int[] rightClient = new int[16];
    public int[] rightClock = new int[16];
    public int[] left = new int[16];
    public int[] right = new int[16];
    public int[] content = new int[16];
    public byte[] info = new byte[16];

    /**
     * The leaf in the {@link ListIndex} of the list; as long as the other columns after the first index was created.
     */
    int[] leaf = {};

    public final SparseColumn<Object> payload = new SparseColumn<>();

    @Nullable
    public Branch[] parent = new Branch[16];

    public final SparseColumn<String> key = new SparseColumn<>();

    private final Map<String, String> keys = new HashMap<>();
    private final Map<Integer, Id> redone = new HashMap<>();
    private int used;
    private int firstFree = NONE;

    /** The id of an item. */
    public record Id(ClientStructs client, int clock) {}

    public int content(int slot) {
        return info[slot] & CONTENT;
    }

    public boolean isDeleted(int slot) {
        return (info[slot] & DELETED) != 0;
    }

    public boolean isGc(int slot) {
        return (info[slot] & CONTENT) == StructCursor.GC;
    }

    /** Returns whether the units of a struct count in its list unless deleted. */
    public boolean isCountable(int slot) {
        return (COUNTABLE >> (info[slot] & CONTENT) & 1) != 0;
    }

    /** Returns whether a struct has visible units in its list. */
    public boolean isVisible(int slot) {
        return !isDeleted(slot) && isCountable(slot);
    }

    /** Returns the number of visible units of a struct in its list. */
    public int visibleLength(int slot) {
        return isVisible(slot) ? length[slot] : 0;
    }

    public boolean isKept(int slot) {
        return (info[slot] & KEPT) != 0;
    }

    /** Sets or clears the flag KEPT of an item and of all items around it. */
    public void keep(int slot, boolean on) {
        for (int at = slot; at != NONE && isKept(at) != on; at = parentOf(at).item) {
            info[at] ^= KEPT;
        }
    }

    /** Returns the id of the item that restored this one, or null. */
    @Nullable
    public Id redone(int slot) {
        return (info[slot] & REDONE) == 0 ? null : redone.get(slot);
    }

    public void setRedone(int slot, Id by) {
        info[slot] |= REDONE;
        redone.put(slot, by);
    }

    /** Returns the present id of a unit, following all items that restored it. */
    public Id followRedone(Id id) {
        Id at = id;
        while (true) {
            int slot = at.client.locate(at.clock);
            Id next = redone(slot);
            if (next == null) {
                return at;
            }
            at = new Id(next.client, next.clock + at.clock - clock[slot]);
        }
    }

    /** Returns the number of visible units before an item in its list or in the history of its key. */
    public int indexOf(int slot) {
        Branch of = parentOf(slot);
        int before = 0;
        int steps = 0;
        for (int at = left[slot]; at != NONE; at = left[at]) {
            if (key.get(slot) == null && (of.index != null || steps++ == ListCursor.FAR)) {
                return of.index(this).indexOf(slot);
            }
            before += visibleLength(at);
        }
        return before;
    }

    /** Starts to maintain the column of leaves. */
    void keepLeaves() {
        if (leaf.length < clock.length) {
            leaf = Arrays.copyOf(leaf, clock.length);
        }
    }

    public ClientStructs owner(int slot) {
        return clients.get(client[slot]);
    }

    public int lastClock(int slot) {
        return clock[slot] + length[slot] - 1;
    }

    public Branch parentOf(int slot) {
        Branch of = parent[slot];
        if (of == null) {
            throw new IllegalStateException("struct without parent");
        }
        return of;
    }

    public Branch branch(int slot) {
        return (Branch) payloadOf(slot);
    }

    public Object payloadOf(int slot) {
        Object of = payload.get(slot);
        if (of == null) {
            throw new IllegalStateException("struct without payload");
        }
        return of;
    }

    /** Returns the value at an offset in a run of values. */
    public Any value(int slot, int offset) {
        return owner(slot).values().get(content[slot] + offset);
    }

    /** Returns the same instance for all equal keys. */
    public String intern(String text) {
        String known = keys.putIfAbsent(text, text);
        return known == null ? text : known;
    }

    /** Allocates a slot; its ids, links and payload are empty. */
    public int allocate() {
        int slot = firstFree;
        if (slot != NONE) {
            firstFree = left[slot];
        } else {
            if (used == clock.length) {
                grow(Capacity.next(used, used + 1));
            }
            slot = used++;
        }
        originClient[slot] = NONE;
        rightClient[slot] = NONE;
        left[slot] = NONE;
        right[slot] = NONE;
        return slot;
    }

    /** Returns the number of slots that were ever allocated. */
    public int used() {
        return used;
    }

    /** Removes all structs. No list may have items. */
    public void clear() {
        clients.clear();
        used = 0;
        firstFree = NONE;
        payload.clear();
        key.clear();
    }

    /** Reserves memory for announced structs if the columns are full, at most three times the present number. */
    public void expect(long more) {
        if (used == clock.length && firstFree == NONE) {
            grow(used + (int) Math.min(more, 3L * used));
        }
    }

    /** Reserves memory for a number of further structs in one step. */
    public void reserve(int structs) {
        if (used + structs > clock.length) {
            grow(Capacity.next(clock.length, used + structs));
        }
    }

    /** Converts a slot into a garbage-collected struct. */
    public void makeGc(int slot) {
        if ((info[slot] & REDONE) != 0) {
            redone.remove(slot);
        }
        info[slot] = StructCursor.GC | DELETED;
        originClient[slot] = NONE;
        rightClient[slot] = NONE;
        left[slot] = NONE;
        right[slot] = NONE;
        payload.set(slot, null);
        parent[slot] = null;
        key.set(slot, null);
    }

    /** Makes a new struct the last one of its client. */
    public void append(TransactionRecord transaction, int slot) {
        ClientStructs of = owner(slot);
        announce(transaction, of);
        of.append(slot, length[slot]);
    }

    /** Prepares a client for new structs. */
    public void announce(TransactionRecord transaction, ClientStructs of) {
        transaction.touch(of);
        transaction.mayMerge = true;
        if (of.isEmpty()) {
            clients.rank(of);
        }
    }

    /**
     * Returns whether text inserted between the last struct of a client and its right neighbour only makes that struct
     * longer: a visible run of text in a list, at the end of its client's text, whose right origin is its right
     * neighbour.
     */
    public boolean isOpenRun(int run, int next) {
        if (info[run] != StructCursor.STRING || key.get(run) != null || right[run] != next) {
            return false;
        }
        boolean sameRight = next == NONE
                ? rightClient[run] == NONE
                : rightClient[run] == client[next] && rightClock[run] == clock[next];
        Branch of = parentOf(run);
        return sameRight
                && (of.isRoot() || !isDeleted(of.item))
                && content[run] + length[run] == owner(run).text().length();
    }

    /** Makes the last struct of a client longer, a visible one in a list. Its content was added before. */
    public void extendLast(ClientStructs of, int run, int units) {
        Branch parent = parentOf(run);
        length[run] += units;
        of.extendLast(units);
        parent.length += units;
        if (parent.index != null) {
            parent.index.resized(run, units);
        }
        parent.cursor.reset();
    }

    /** Returns the struct that contains an id and ends with it; cuts it if necessary. GC is never cut. */
    public int cleanEnd(TransactionRecord transaction, ClientStructs of, int lastClock) {
        int slot = of.locate(lastClock);
        if (lastClock(slot) != lastClock && !isGc(slot)) {
            split(transaction, of, slot, lastClock + 1 - clock[slot]);
        }
        return slot;
    }

    /** Returns the struct that begins with an id; cuts the one that contains it if necessary. GC is never cut. */
    public int cleanStart(TransactionRecord transaction, ClientStructs of, int firstClock) {
        int slot = of.locate(firstClock);
        if (clock[slot] < firstClock && !isGc(slot)) {
            return split(transaction, of, slot, firstClock - clock[slot]);
        }
        return slot;
    }

    /**
     * Visits the structs of a range of clocks and cuts those that exceed it. The visitor may cut and delete.
     *
     * @param to the clock after the range; may exceed the client's state
     */
    public void forEachIn(TransactionRecord transaction, ClientStructs of, int from, int to, IntConsumer visitor) {
        int slot = cleanStart(transaction, of, from);
        while (clock[slot] < to) {
            int begin = clock[slot];
            if (to < begin + length[slot]) {
                cleanStart(transaction, of, to);
            }
            visitor.accept(slot);
            of.locate(begin);
            if (!of.moveRight()) {
                return;
            }
            slot = of.current();
        }
    }

    /**
     * Visits all existing structs of a set, like
     * {@link #forEachIn(TransactionRecord, ClientStructs, int, int, IntConsumer)}.
     */
    public void forEachIn(TransactionRecord transaction, DeleteSet set, IntConsumer visitor) {
        for (long id : set.clients()) {
            ClientStructs of = clients.find(id);
            Ranges ranges = set.ranges(id);
            int state = of == null ? 0 : of.state;
            for (int i = 0; of != null && ranges != null && i < ranges.size() && ranges.clock(i) < state; i++) {
                int to = (int) Math.min(ranges.end(i), Integer.MAX_VALUE);
                forEachIn(transaction, of, (int) ranges.clock(i), to, visitor);
            }
        }
    }

    /** Cuts the current struct of a client; returns the right part, which becomes the current one. */
    private int split(TransactionRecord transaction, ClientStructs of, int slot, int offset) {
        int rest = allocate();
        client[rest] = client[slot];
        clock[rest] = clock[slot] + offset;
        length[rest] = length[slot] - offset;
        originClient[rest] = client[slot];
        originClock[rest] = clock[slot] + offset - 1;
        rightClient[rest] = rightClient[slot];
        rightClock[rest] = rightClock[slot];
        info[rest] = info[slot];
        Id by = redone(slot);
        if (by != null) {
            redone.put(rest, new Id(by.client, by.clock + offset));
        }
        parent[rest] = parent[slot];
        key.set(rest, key.get(slot));
        left[rest] = slot;
        int next = right[slot];
        right[rest] = next;
        right[slot] = rest;
        length[slot] = offset;
        if (next != NONE) {
            left[next] = rest;
        } else if (key.get(slot) != null) {
            parentOf(slot).setLast(keyOf(slot), rest);
        }
        content[rest] = content[slot] + offset;
        if (content(slot) == StructCursor.STRING) {
            of.text().repairCut(content[rest]);
        }
        Branch in = parent[slot];
        if (in != null) {
            in.linked(this, rest);
            if (in.index != null && key.get(slot) == null) {
                in.index.cut(slot, rest);
            }
        }
        of.insertRightPart(clock[rest], rest);
        transaction.mayMerge = true;
        transaction.tryMergeLater(of, clock[rest]);
        return rest;
    }

    public String keyOf(int slot) {
        String of = key.get(slot);
        if (of == null) {
            throw new IllegalStateException("struct without key");
        }
        return of;
    }

    /**
     * Merges the current struct of a client into the one before it, and repeats that while merging is possible. The
     * remaining struct becomes the current one.
     *
     * @return the number of removed structs
     */
    public int mergeWithLefts(ClientStructs of) {
        int vanished = 0;
        int later = of.current();
        while (of.hasPrevious()) {
            int earlier = of.previous();
            if (!merge(earlier, later)) {
                break;
            }
            of.removeCurrent();
            release(later);
            later = earlier;
            vanished++;
        }
        return vanished;
    }

    /** Returns whether a struct and the next one of its client can be merged. */
    public boolean isMergeable(int earlier, int later) {
        return (info[earlier] & (CONTENT | DELETED)) == (info[later] & (CONTENT | DELETED))
                && (isGc(earlier)
                        || right[earlier] == later
                                && ((info[earlier] | info[later]) & REDONE) == 0
                                && isContinued(earlier, later)
                                && isMergeableContent(earlier, later));
    }

    private boolean merge(int earlier, int later) {
        if (!isMergeable(earlier, later)) {
            return false;
        }
        if (isGc(earlier)) {
            length[earlier] += length[later];
            return true;
        }
        Branch of = parentOf(earlier);
        of.endSiblings(this, later);
        String in = key.get(later);
        if (in != null) {
            of.merged(in, later, earlier);
        } else if (of.index != null) {
            of.index.merged(earlier, later);
        }
        int next = right[later];
        right[earlier] = next;
        if (next != NONE) {
            left[next] = earlier;
        }
        if (of.cursor.slot == later) {
            of.cursor.set(earlier, of.cursor.index - visibleLength(earlier));
        }
        length[earlier] += length[later];
        info[earlier] |= info[later] & KEPT;
        return true;
    }

    /** Returns whether the ids and origins of two neighbours are those of one run. */
    public boolean isContinued(int earlier, int later) {
        return client[earlier] == client[later]
                && clock[earlier] + length[earlier] == clock[later]
                && originClient[later] == client[earlier]
                && originClock[later] == clock[later] - 1
                && rightClient[earlier] == rightClient[later]
                && (rightClient[later] == NONE || rightClock[earlier] == rightClock[later]);
    }

    /**
     * Moves the border between text and deleted text of one run; the first part grows by as much as the second one
     * shrinks.
     */
    public void moveBorder(int earlier, int later, int by) {
        length[earlier] += by;
        length[later] -= by;
        clock[later] += by;
        originClock[later] += by;
        content[later] += by;
        int cut = content(earlier) == StructCursor.STRING ? content[earlier] + length[earlier] : content[later];
        owner(earlier).text().repairCut(cut);
    }

    private boolean isMergeableContent(int earlier, int later) {
        return switch (content(earlier)) {
            case StructCursor.DELETED -> true;
            case StructCursor.STRING, StructCursor.ANY, StructCursor.JSON ->
                content[earlier] + length[earlier] == content[later];
            default -> false;
        };
    }

    private void release(int slot) {
        payload.set(slot, null);
        parent[slot] = null;
        key.set(slot, null);
        left[slot] = firstFree;
        firstFree = slot;
    }

    private void grow(int capacity) {
        client = Arrays.copyOf(client, capacity);
        clock = Arrays.copyOf(clock, capacity);
        length = Arrays.copyOf(length, capacity);
        originClient = Arrays.copyOf(originClient, capacity);
        originClock = Arrays.copyOf(originClock, capacity);
        rightClient = Arrays.copyOf(rightClient, capacity);
        rightClock = Arrays.copyOf(rightClock, capacity);
        left = Arrays.copyOf(left, capacity);
        right = Arrays.copyOf(right, capacity);
        content = Arrays.copyOf(content, capacity);
        info = Arrays.copyOf(info, capacity);
        if (leaf.length > 0) {
            leaf = Arrays.copyOf(leaf, capacity);
        }
        parent = Arrays.copyOf(parent, capacity);
    }
}
