package io.collab.crdt.internal.store;

import static io.collab.crdt.internal.store.StructStore.NONE;

import io.collab.crdt.internal.format.FormatMark;
import io.collab.crdt.internal.format.MarkEffect;
import io.collab.crdt.lib0.Any;
import io.collab.crdt.update.StructCursor;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The position index of one long list: leaves of about 64 neighbouring slots with their visible length, in groups of
 * about 64 leaves with theirs. A search adds up groups, then leaves, then slots. The index is created when a search in
 * the list is long, and follows every change from then on; a list that is never searched has none.
 * {@link StructStore#leaf} holds the leaf of a slot.
 *
 * <p>Leaves and groups of rich text cache the effect of their marks on the attributes after the first request for it.
 */
public final class ListIndex {

    private static final int AIM = 64;
    private static final int MOST = 2 * AIM;

    private final StructStore store;

    private int leaves;
    private int firstFree = NONE;

    /** Per leaf: its first slot (of a free leaf: the next free leaf), number of slots, visible length. */
    private int[] first = new int[4];

    private int[] slots = new int[4];
    private int[] visible = new int[4];

    /** Per leaf: its group, and the effect of its marks if it is cached. */
    private Group[] group = new Group[4];

    private @Nullable MarkEffect[] effect = new MarkEffect[4];

    /** The groups in the order of the list. */
    private Group[] groups = new Group[2];

    private int groupCount;

    /** Neighbouring leaves. */
    private static final class Group {
        int[] leaves = new int[MOST + 1];
        int size;
        int visible;
        int rank;

        @Nullable
        MarkEffect effect;

        int indexOf(int leaf) {
            int at = 0;
            while (leaves[at] != leaf) {
                at++;
            }
            return at;
        }
    }

    /** Creates the index of a list that is not empty. */
    ListIndex(StructStore store, Branch branch) {
        this.store = store;
        store.keepLeaves();
        int leaf = NONE;
        for (int slot = branch.start; slot != NONE; slot = store.right[slot]) {
            if (leaf == NONE || slots[leaf] == AIM) {
                leaf = appendLeaf(slot);
            }
            store.leaf[slot] = leaf;
            slots[leaf]++;
            resizeLeaf(leaf, store.visibleLength(slot));
        }
    }

    /** Moves a cursor to the item that contains the unit at an index, or to the last item if none does. */
    void seek(int wanted, ListCursor cursor) {
        int before = 0;
        int at = 0;
        while (at < groupCount - 1 && before + groups[at].visible <= wanted) {
            before += groups[at++].visible;
        }
        Group in = groups[at];
        at = 0;
        while (at < in.size - 1 && before + visible[in.leaves[at]] <= wanted) {
            before += visible[in.leaves[at++]];
        }
        int slot = first[in.leaves[at]];
        int length = store.visibleLength(slot);
        while (wanted >= before + length && store.right[slot] != NONE) {
            before += length;
            slot = store.right[slot];
            length = store.visibleLength(slot);
        }
        cursor.set(slot, before);
    }

    /**
     * Moves a cursor to the beginning of the leaf that contains the unit before an index.
     *
     * @param wanted index, above 0, at most the length of the list
     * @param attributes receives the attributes at that position, in the order in which a walk finds them
     */
    public void seekWithAttributes(int wanted, ListCursor cursor, Map<String, Any> attributes) {
        int before = 0;
        int at = 0;
        while (at < groupCount - 1 && before + groups[at].visible < wanted) {
            effectOf(groups[at]).applyTo(attributes);
            before += groups[at++].visible;
        }
        Group in = groups[at];
        at = 0;
        while (at < in.size - 1 && before + visible[in.leaves[at]] < wanted) {
            effectOf(in.leaves[at]).applyTo(attributes);
            before += visible[in.leaves[at++]];
        }
        cursor.set(first[in.leaves[at]], before);
    }

    /** Returns the number of visible units before an item of this list. */
    int indexOf(int slot) {
        int leaf = store.leaf[slot];
        Group in = group[leaf];
        int before = 0;
        for (int i = 0; i < in.rank; i++) {
            before += groups[i].visible;
        }
        for (int i = 0; in.leaves[i] != leaf; i++) {
            before += visible[in.leaves[i]];
        }
        for (int at = first[leaf]; at != slot; at = store.right[at]) {
            before += store.visibleLength(at);
        }
        return before;
    }

    /** Adds an item that was linked into the list. */
    public void added(int slot) {
        int left = store.left[slot];
        int leaf;
        if (left != NONE) {
            leaf = store.leaf[left];
        } else {
            leaf = store.leaf[store.right[slot]];
            first[leaf] = slot;
        }
        resizeLeaf(leaf, store.visibleLength(slot));
        put(slot, leaf);
    }

    /** Adds the right part of an item that was cut. */
    void cut(int slot, int rest) {
        put(rest, store.leaf[slot]);
    }

    /** Removes an item that is about to be merged into its left neighbour, which has the same visibility. */
    void merged(int into, int slot) {
        int leaf = store.leaf[slot];
        int to = store.leaf[into];
        slots[leaf]--;
        if (leaf == to) {
            return;
        }
        int length = store.visibleLength(slot);
        resizeLeaf(leaf, -length);
        resizeLeaf(to, length);
        first[leaf] = store.right[slot];
        if (slots[leaf] == 0) {
            removeLeaf(leaf);
        }
    }

    /** Updates the lengths after the number of visible units of an item changed. */
    public void resized(int slot, int by) {
        resizeLeaf(store.leaf[slot], by);
    }

    /** Discards the cached effect after a mark was added or deleted. */
    public void marksChanged(int slot) {
        forgetEffect(store.leaf[slot]);
    }

    /** Returns a description of an inconsistency, or null; the cost is proportional to the list. For tests. */
    @Nullable
    String flaw(Branch branch) {
        int slot = branch.start;
        for (int i = 0; i < groupCount; i++) {
            Group in = groups[i];
            int sum = 0;
            for (int j = 0; j < in.size; j++) {
                int leaf = in.leaves[j];
                int units = 0;
                if (group[leaf] != in || in.rank != i || first[leaf] != slot || slots[leaf] == 0) {
                    return "a leaf is at the wrong position";
                }
                for (int k = 0; k < slots[leaf]; k++) {
                    if (slot == NONE || store.leaf[slot] != leaf) {
                        return "the slots of a leaf differ from its count";
                    }
                    units += store.visibleLength(slot);
                    slot = store.right[slot];
                }
                if (units != visible[leaf]) {
                    return "the length of a leaf differs from its slots";
                }
                sum += units;
            }
            if (sum != in.visible) {
                return "the length of a group differs from its leaves";
            }
        }
        return slot == NONE ? null : "the list is longer than its index";
    }

    private MarkEffect effectOf(Group of) {
        MarkEffect known = of.effect;
        if (known == null) {
            known = new MarkEffect();
            for (int i = 0; i < of.size; i++) {
                known.add(effectOf(of.leaves[i]));
            }
            of.effect = known;
        }
        return known;
    }

    private MarkEffect effectOf(int leaf) {
        MarkEffect known = effect[leaf];
        if (known == null) {
            known = new MarkEffect();
            int slot = first[leaf];
            for (int i = 0; i < slots[leaf]; i++) {
                if (store.content(slot) == StructCursor.FORMAT && !store.isDeleted(slot)) {
                    known.add((FormatMark) store.payloadOf(slot));
                }
                slot = store.right[slot];
            }
            effect[leaf] = known;
        }
        return known;
    }

    private void forgetEffect(int leaf) {
        effect[leaf] = null;
        group[leaf].effect = null;
    }

    private void put(int slot, int leaf) {
        store.leaf[slot] = leaf;
        if (store.content(slot) == StructCursor.FORMAT) {
            forgetEffect(leaf);
        }
        if (++slots[leaf] > MOST) {
            splitLeaf(leaf);
        }
    }

    private void resizeLeaf(int leaf, int by) {
        visible[leaf] += by;
        group[leaf].visible += by;
    }

    /** Moves the right half of a leaf into a new one. */
    private void splitLeaf(int leaf) {
        int slot = first[leaf];
        int left = 0;
        for (int i = 0; i < AIM; i++) {
            left += store.visibleLength(slot);
            slot = store.right[slot];
        }
        int fresh = allocate(slot);
        slots[fresh] = slots[leaf] - AIM;
        visible[fresh] = visible[leaf] - left;
        slots[leaf] = AIM;
        visible[leaf] = left;
        for (int i = 0; i < slots[fresh]; i++) {
            store.leaf[slot] = fresh;
            slot = store.right[slot];
        }
        effect[leaf] = null;
        Group in = group[leaf];
        insert(in, in.indexOf(leaf) + 1, fresh);
    }

    private int appendLeaf(int slot) {
        if (groupCount == 0 || groups[groupCount - 1].size == AIM) {
            insertGroup(groupCount, new Group());
        }
        Group last = groups[groupCount - 1];
        int leaf = allocate(slot);
        insert(last, last.size, leaf);
        return leaf;
    }

    private void insert(Group in, int at, int leaf) {
        System.arraycopy(in.leaves, at, in.leaves, at + 1, in.size - at);
        in.leaves[at] = leaf;
        in.size++;
        group[leaf] = in;
        if (in.size > MOST) {
            splitGroup(in);
        }
    }

    private void splitGroup(Group in) {
        Group fresh = new Group();
        fresh.size = in.size - AIM;
        System.arraycopy(in.leaves, AIM, fresh.leaves, 0, fresh.size);
        in.size = AIM;
        in.effect = null;
        for (int i = 0; i < fresh.size; i++) {
            group[fresh.leaves[i]] = fresh;
            fresh.visible += visible[fresh.leaves[i]];
        }
        in.visible -= fresh.visible;
        insertGroup(in.rank + 1, fresh);
    }

    private void insertGroup(int at, Group fresh) {
        if (groupCount == groups.length) {
            groups = Arrays.copyOf(groups, groupCount * 2);
        }
        System.arraycopy(groups, at, groups, at + 1, groupCount - at);
        groups[at] = fresh;
        groupCount++;
        rank(at);
    }

    private void removeLeaf(int leaf) {
        Group in = group[leaf];
        int at = in.indexOf(leaf);
        in.size--;
        System.arraycopy(in.leaves, at + 1, in.leaves, at, in.size - at);
        if (in.size == 0) {
            groupCount--;
            System.arraycopy(groups, in.rank + 1, groups, in.rank, groupCount - in.rank);
            rank(in.rank);
        }
        first[leaf] = firstFree;
        firstFree = leaf;
    }

    private void rank(int from) {
        for (int i = from; i < groupCount; i++) {
            groups[i].rank = i;
        }
    }

    /** Allocates an empty leaf that begins with a slot; it has no group yet. */
    private int allocate(int slot) {
        int leaf = firstFree;
        if (leaf != NONE) {
            firstFree = first[leaf];
        } else {
            if (leaves == first.length) {
                int capacity = leaves * 2;
                first = Arrays.copyOf(first, capacity);
                slots = Arrays.copyOf(slots, capacity);
                visible = Arrays.copyOf(visible, capacity);
                group = Arrays.copyOf(group, capacity);
                effect = Arrays.copyOf(effect, capacity);
            }
            leaf = leaves++;
        }
        first[leaf] = slot;
        slots[leaf] = 0;
        visible[leaf] = 0;
        effect[leaf] = null;
        return leaf;
    }
}
