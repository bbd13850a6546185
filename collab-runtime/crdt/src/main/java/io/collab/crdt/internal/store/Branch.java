package io.collab.crdt.internal.store;

import io.collab.crdt.update.TypeKind;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The inside of a shared type: the first item of its list and, for every key, the item of its last value. A root has a
 * name and no item; any other type is the content of an item.
 */
public final class Branch {

    /** The kind of a root that appeared in updates only, before the application requested it. */
    public static final int UNKNOWN = -1;

    /** A {@link TypeKind}, or {@link #UNKNOWN}. */
    public int kind;

    /** The name of a root, an XML element or a hook. */
    public final String name;

    /** The slot of the item whose content this is, or {@link StructStore#NONE} for a root. */
    public int item = StructStore.NONE;

    /** The slot of the first item of the list, or {@link StructStore#NONE}. */
    public int start = StructStore.NONE;

    /** The number of visible units in the list. */
    public int length;

    /** Whether a formatting mark was integrated since the kind of this type is known. */
    public boolean hasFormatting;

    /** Whether a formatting mark was ever integrated. */
    public boolean hasMarks;

    /** Whether the item was deleted and collected: the type is empty and stays empty. */
    public boolean dead;

    /** The number of the transaction that changed this type last. */
    public int changedBy;

    /** The position of a recent search in the list; see {@link ListCursor}. */
    public final ListCursor cursor = new ListCursor();

    /** The position index of the list, or null if the list is short or was not searched. */
    @Nullable
    public ListIndex index;

    /** The public type, or null until it is needed; opaque to internal code. */
    public @Nullable Object view;

    private Map<String, Integer> entries = Map.of();

    /** For keys with many concurrent values: the slot of an item at or near the beginning of the history. */
    private Map<String, Integer> firsts = Map.of();

    /** The known siblings at positions with many concurrent insertions. */
    private Map<ConcurrentSiblings.Origins, ConcurrentSiblings> siblings = Map.of();

    public Branch(int kind, String name) {
        this.kind = kind;
        this.name = name;
    }

    public boolean isRoot() {
        return item == StructStore.NONE;
    }

    public boolean isText() {
        return kind == TypeKind.TEXT || kind == TypeKind.XML_TEXT;
    }

    /** Returns the slot of the last value of a key, or {@link StructStore#NONE}. */
    public int last(String key) {
        Integer slot = entries.get(key);
        return slot == null ? StructStore.NONE : slot;
    }

    public void setLast(String key, int slot) {
        if (entries.isEmpty()) {
            entries = new LinkedHashMap<>();
        }
        entries.put(key, slot);
    }

    /** Returns the slot of the oldest item of a key, or {@link StructStore#NONE}. */
    public int first(StructStore store, String key) {
        int slot = firsts.getOrDefault(key, last(key));
        if (slot == StructStore.NONE || store.left[slot] == StructStore.NONE) {
            return slot;
        }
        while (store.left[slot] != StructStore.NONE) {
            slot = store.left[slot];
        }
        if (firsts.isEmpty()) {
            firsts = new HashMap<>();
        }
        firsts.put(key, slot);
        return slot;
    }

    /** Updates the slots of a key after an item was merged into its left neighbour. */
    void merged(String key, int slot, int into) {
        if (last(key) == slot) {
            setLast(key, into);
        }
        if (firsts.getOrDefault(key, StructStore.NONE) == slot) {
            firsts.put(key, into);
        }
    }

    /** Returns the known siblings with the origins of an item, or null. */
    @Nullable
    public ConcurrentSiblings siblings(StructStore store, int slot) {
        return siblings.isEmpty() ? null : siblings.get(ConcurrentSiblings.Origins.of(store, slot));
    }

    Collection<ConcurrentSiblings> siblings() {
        return siblings.values();
    }

    /**
     * Collects the siblings of an item that is not linked yet.
     *
     * @param first the item after their left origin, which may be one of them
     */
    public void findSiblings(StructStore store, int slot, int first) {
        ConcurrentSiblings.Origins origins = ConcurrentSiblings.Origins.of(store, slot);
        ConcurrentSiblings known = siblings.get(origins);
        if (known != null) {
            known.extend();
            return;
        }
        ConcurrentSiblings found = new ConcurrentSiblings(store, origins, first);
        if (found.count() >= ConcurrentSiblings.MANY) {
            if (siblings.isEmpty()) {
                siblings = new HashMap<>();
            }
            siblings.put(origins, found);
        }
    }

    /** Updates the known siblings after an item was linked. */
    public void linked(StructStore store, int slot) {
        if (siblings.isEmpty()) {
            return;
        }
        ConcurrentSiblings own = siblings(store, slot);
        if (own == null || !own.join(slot)) {
            endSiblings(store, store.right[slot]);
        }
    }

    /**
     * Truncates the known siblings before an item that is about to change, or that no longer follows the one before it.
     */
    public void endSiblings(StructStore store, int slot) {
        ConcurrentSiblings known = slot == StructStore.NONE ? null : siblings(store, slot);
        if (known != null) {
            known.cut(slot);
            if (known.count() == 0) {
                siblings.remove(ConcurrentSiblings.Origins.of(store, slot));
            }
        }
    }

    /** Returns the slot of the last value of every key, in the order in which the keys appeared. */
    public Map<String, Integer> entries() {
        return entries;
    }

    /** Returns the index of the list, which must not be empty; creates it if necessary. */
    public ListIndex index(StructStore store) {
        ListIndex known = index;
        if (known == null) {
            known = new ListIndex(store, this);
            index = known;
        }
        return known;
    }

    /** Discards the cursor, the index and the known siblings. */
    public void forgetPlaces() {
        cursor.reset();
        index = null;
        siblings = Map.of();
    }

    public void clear() {
        start = StructStore.NONE;
        entries = Map.of();
        firsts = Map.of();
        forgetPlaces();
    }

    @Override
    public String toString() {
        return "Branch[" + kind + " " + name + " "
                + Arrays.toString(entries.keySet().toArray()) + "]";
    }
}
