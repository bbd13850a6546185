package io.collab.crdt.internal.store;

import io.collab.crdt.internal.buffer.TextBuffer;
import io.collab.crdt.lib0.Any;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The structs of one client, sorted by clock and without gaps, in blocks of first clocks and slots. A lookup is two
 * binary searches in int arrays, or none if the clock is in a struct found recently; an insertion or removal moves at
 * most one block. The struct found last is the <em>current</em> one: {@link #locate(int)} sets it, the other methods
 * operate on it.
 */
public final class ClientStructs implements Comparable<ClientStructs> {

    private static final int BLOCK = 128;

    /** The client id. */
    public final long id;

    /** The dense number of this client in its document. */
    public final int index;

    /** The clock of the next struct. */
    public int state;

    /** The position of this client in the order in which the first structs of clients were added. */
    public int rank;

    /**
     * The number of the last transaction that added a struct, and the index of the state before it in the transaction's
     * record.
     */
    int touchedBy;

    int touchIndex;

    private final TextBuffer text = new TextBuffer();
    private List<Any> values = List.of();

    private int[][] clocks = {new int[4]};
    private int[][] slots = {new int[4]};
    private int[] sizes = {0};
    private int[] firsts = {0};
    private int blocks = 1;
    private int block;
    private int entry;

    /**
     * The result of the search before the last one, because lists are often walked at two positions alternately; may be
     * outdated.
     */
    private int recentBlock;

    private int recentEntry;

    ClientStructs(long id, int index) {
        this.id = id;
        this.index = index;
    }

    /** Orders clients as they are encoded: higher ids first. */
    @Override
    public int compareTo(ClientStructs other) {
        return Long.compare(other.id, id);
    }

    public TextBuffer text() {
        return text;
    }

    /** Returns the values of all runs of values in clock order; content offsets are indices of it. */
    public List<Any> values() {
        return values;
    }

    public int addValue(Any value) {
        if (values.isEmpty()) {
            values = new ArrayList<>();
        }
        values.add(value);
        return values.size() - 1;
    }

    public boolean isEmpty() {
        return state == 0;
    }

    /** Adds a struct at the end; it becomes the current one. */
    void append(int slot, int length) {
        block = blocks - 1;
        entry = sizes[block] - 1;
        insert(state, slot);
        state += length;
    }

    /**
     * Adds structs to a client that has none. Their slots are consecutive.
     *
     * @param from the first slot
     * @param to the slot after the last one
     * @param clock the first clocks, by slot
     * @param end the clock after the last one
     */
    public void fill(int from, int to, int[] clock, int end) {
        blocks = Math.max(1, (to - from + BLOCK - 1) / BLOCK);
        clocks = new int[blocks][];
        slots = new int[blocks][];
        sizes = new int[blocks];
        firsts = new int[blocks];
        for (int b = 0; b < blocks; b++) {
            fillBlock(b, from + b * BLOCK, Math.min(to, from + (b + 1) * BLOCK), clock);
        }
        state = end;
    }

    private void fillBlock(int at, int from, int to, int[] clock) {
        clocks[at] = Arrays.copyOfRange(clock, from, to);
        slots[at] = new int[to - from];
        for (int i = 0; i < to - from; i++) {
            slots[at][i] = from + i;
        }
        sizes[at] = to - from;
        firsts[at] = clock[from];
    }

    /** Makes the struct that contains a clock the current one; returns its slot. */
    public int locate(int clock) {
        if (isNear(block, entry, clock)) {
            return slots[block][entry];
        }
        int otherBlock = recentBlock;
        int otherEntry = recentEntry;
        recentBlock = block;
        recentEntry = entry;
        if (otherBlock < blocks && isNear(otherBlock, otherEntry, clock)) {
            return slots[block][entry];
        }
        if (clock < firsts[block] || clock >= endOfBlock(block)) {
            block = search(firsts, blocks, clock);
        }
        entry = search(clocks[block], sizes[block], clock);
        return slots[block][entry];
    }

    /** Makes an entry, or the next one in its block, the current one if it contains a clock; returns whether it did. */
    private boolean isNear(int inBlock, int at, int clock) {
        int[] of = clocks[inBlock];
        int size = sizes[inBlock];
        if (at >= size || of[at] > clock) {
            return false;
        }
        int hit = at + 1 < size && of[at + 1] <= clock ? at + 1 : at;
        if (clock >= (hit + 1 < size ? of[hit + 1] : endOfBlock(inBlock))) {
            return false;
        }
        block = inBlock;
        entry = hit;
        return true;
    }

    /** Adds clocks to the last struct. */
    void extendLast(int length) {
        state += length;
    }

    /** Returns the slot of the current struct. */
    public int current() {
        return slots[block][entry];
    }

    /** Inserts the right part of the current struct after it; the right part becomes the current one. */
    void insertRightPart(int clock, int slot) {
        insert(clock, slot);
    }

    /** Changes the first clock of the current struct, after its left neighbour was made shorter or longer. */
    public void moveStart(int clock) {
        clocks[block][entry] = clock;
        if (entry == 0) {
            firsts[block] = clock;
        }
    }

    public boolean hasPrevious() {
        return entry > 0 || block > 0;
    }

    /** Returns the slot of the struct before the current one. */
    int previous() {
        return entry > 0 ? slots[block][entry - 1] : slots[block - 1][sizes[block - 1] - 1];
    }

    /** Makes the struct before the current one the current one. */
    public void moveLeft() {
        if (entry > 0) {
            entry--;
        } else {
            block--;
            entry = sizes[block] - 1;
        }
    }

    /** Makes the next struct the current one; returns false if there is none. */
    public boolean moveRight() {
        if (entry + 1 < sizes[block]) {
            entry++;
            return true;
        }
        if (block + 1 < blocks) {
            block++;
            entry = 0;
            return true;
        }
        return false;
    }

    /** Removes the current struct, which was merged into the one before; that one becomes the current one. */
    void removeCurrent() {
        int size = --sizes[block];
        System.arraycopy(clocks[block], entry + 1, clocks[block], entry, size - entry);
        System.arraycopy(slots[block], entry + 1, slots[block], entry, size - entry);
        if (size == 0) {
            removeBlock(block);
            block--;
            entry = sizes[block] - 1;
        } else if (entry == 0) {
            firsts[block] = clocks[block][0];
            block--;
            entry = sizes[block] - 1;
        } else {
            entry--;
        }
    }

    /** Returns the number of structs. */
    public int count() {
        int count = 0;
        for (int i = 0; i < blocks; i++) {
            count += sizes[i];
        }
        return count;
    }

    /** Returns the slots from the struct that contains a clock to the last one. */
    public int[] slotsFrom(int clock) {
        if (isEmpty()) {
            return new int[0];
        }
        locate(clock);
        return slotsFromCurrent(countFromCurrent());
    }

    /** Returns the specified number of slots from the current struct on, which must be all of them. */
    public int[] slotsFromCurrent(int count) {
        int[] result = new int[count];
        int to = 0;
        for (int b = block; b < blocks; b++) {
            int from = b == block ? entry : 0;
            System.arraycopy(slots[b], from, result, to, sizes[b] - from);
            to += sizes[b] - from;
        }
        return result;
    }

    /** Returns the number of structs from the current one to the last one. */
    public int countFromCurrent() {
        int count = sizes[block] - entry;
        for (int b = block + 1; b < blocks; b++) {
            count += sizes[b];
        }
        return count;
    }

    private int endOfBlock(int of) {
        return of + 1 < blocks ? firsts[of + 1] : state;
    }

    /** Returns the index of the last of the first {@code count} elements that is not greater than a value. */
    private static int search(int[] sorted, int count, int value) {
        int low = 0;
        for (int left = count; left > 1; left -= left >>> 1) {
            int middle = low + (left >>> 1);
            low = sorted[middle] <= value ? middle : low; // without a branch, which would be mispredicted
        }
        return low;
    }

    private void insert(int clock, int slot) {
        int size = sizes[block];
        if (size == BLOCK) {
            splitBlock();
            size = sizes[block];
        } else if (size == clocks[block].length) {
            clocks[block] = Arrays.copyOf(clocks[block], size * 2);
            slots[block] = Arrays.copyOf(slots[block], size * 2);
        }
        int at = entry + 1;
        if (at < size) {
            System.arraycopy(clocks[block], at, clocks[block], at + 1, size - at);
            System.arraycopy(slots[block], at, slots[block], at + 1, size - at);
        }
        clocks[block][at] = clock;
        slots[block][at] = slot;
        if (at == 0) {
            firsts[block] = clock;
        }
        sizes[block] = size + 1;
        entry = at;
    }

    /** Moves the upper half of the full current block into a new block; at the very end, only opens an empty one. */
    private void splitBlock() {
        boolean atEnd = block == blocks - 1 && entry == BLOCK - 1;
        int keep = atEnd ? BLOCK : BLOCK / 2;
        insertBlock(block + 1);
        int moved = BLOCK - keep;
        System.arraycopy(clocks[block], keep, clocks[block + 1], 0, moved);
        System.arraycopy(slots[block], keep, slots[block + 1], 0, moved);
        sizes[block + 1] = moved;
        sizes[block] = keep;
        if (moved > 0) {
            firsts[block + 1] = clocks[block + 1][0];
        }
        if (atEnd || entry >= keep) {
            entry -= keep;
            block++;
        }
    }

    private void insertBlock(int at) {
        if (blocks == sizes.length) {
            int capacity = blocks * 2;
            clocks = Arrays.copyOf(clocks, capacity);
            slots = Arrays.copyOf(slots, capacity);
            sizes = Arrays.copyOf(sizes, capacity);
            firsts = Arrays.copyOf(firsts, capacity);
        }
        int moved = blocks - at;
        System.arraycopy(clocks, at, clocks, at + 1, moved);
        System.arraycopy(slots, at, slots, at + 1, moved);
        System.arraycopy(sizes, at, sizes, at + 1, moved);
        System.arraycopy(firsts, at, firsts, at + 1, moved);
        clocks[at] = new int[BLOCK];
        slots[at] = new int[BLOCK];
        blocks++;
    }

    private void removeBlock(int at) {
        int moved = blocks - at - 1;
        System.arraycopy(clocks, at + 1, clocks, at, moved);
        System.arraycopy(slots, at + 1, slots, at, moved);
        System.arraycopy(sizes, at + 1, sizes, at, moved);
        System.arraycopy(firsts, at + 1, firsts, at, moved);
        blocks--;
    }
}
