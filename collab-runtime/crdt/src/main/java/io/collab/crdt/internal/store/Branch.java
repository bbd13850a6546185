package io.collab.crdt.internal.store;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The inside of a shared type: where its list begins, and for every key the slot of the item that is its last value. A
 * root has a name and no item; any other type is the content of an item. The handle is what applications hold.
 */
public final class Branch {

    /** A root that was only seen in updates: nobody said yet what it is. */
    public static final int UNKNOWN = -1;

    public static final int ARRAY = 0;
    public static final int MAP = 1;
    public static final int TEXT = 2;
    public static final int XML_ELEMENT = 3;
    public static final int XML_FRAGMENT = 4;
    public static final int XML_HOOK = 5;
    public static final int XML_TEXT = 6;

    /** One of the numbers above. */
    public int kind;

    /** The root's name, or the name of an XML element or hook. */
    public final String name;

    /** The slot of the item whose content this is, or {@link StructStore#NONE} for a root. */
    public int item = StructStore.NONE;

    /** The slot of the first item of the list, or {@link StructStore#NONE}. */
    public int start = StructStore.NONE;

    /** Visible length of the list. */
    public int length;

    /** Whether a formatting mark was ever integrated here since the type is known to be what it is. */
    public boolean hasFormatting;

    /** Whether a formatting mark was ever integrated here. */
    public boolean hasMarks;

    /** Whether the item was deleted and collected: there is nothing in it any more, and never will be. */
    public boolean dead;

    /** The transaction that changed this type last. */
    public int changedBy;

    /** Where a recent search in the list ended; see {@link ListCursor}. */
    public final ListCursor cursor = new ListCursor();

    /** Where everything is in the list, if it is long and was searched. */
    @Nullable
    public ListIndex index;

    /** The public type, or null until it is needed; opaque to internal code. */
    public @Nullable Object view;

    private Map<String, Integer> entries = Map.of();

    /** Of keys that were written at once by many: the slot of an item at or near the beginning of the history. */
    private Map<String, Integer> firsts = Map.of();

    /** Where many put something at the same time: what they put there. */
    private Map<ConcurrentSiblings.Origins, ConcurrentSiblings> siblings = Map.of();

    public Branch(int kind, String name) {
        this.kind = kind;
        this.name = name;
    }

    public boolean isRoot() {
        return item == StructStore.NONE;
    }

    public boolean isText() {
        return kind == TEXT || kind == XML_TEXT;
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

    /** Notes that an item of a key was merged into its left neighbour. */
    void merged(String key, int slot, int into) {
        if (last(key) == slot) {
            setLast(key, into);
        }
        if (firsts.getOrDefault(key, StructStore.NONE) == slot) {
            firsts.put(key, into);
        }
    }

    /** Returns what is known of those that have the origins of an item, or null. */
    @Nullable
    public ConcurrentSiblings siblings(StructStore store, int slot) {
        return siblings.isEmpty() ? null : siblings.get(ConcurrentSiblings.Origins.of(store, slot));
    }

    Collection<ConcurrentSiblings> siblings() {
        return siblings.values();
    }

    /**
     * Gets to know the siblings that an item, not put into its place yet, will have.
     *
     * @param first the item behind their left origin, which is perhaps one of them
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

    /** Notes that an item was put into its place. */
    public void linked(StructStore store, int slot) {
        if (siblings.isEmpty()) {
            return;
        }
        ConcurrentSiblings own = siblings(store, slot);
        if (own == null || !own.join(slot)) {
            endSiblings(store, store.right[slot]);
        }
    }

    /** Ends siblings before an item: it is going to change, or something stands before it now. */
    public void endSiblings(StructStore store, int slot) {
        ConcurrentSiblings known = slot == StructStore.NONE ? null : siblings(store, slot);
        if (known != null) {
            known.cut(slot);
            if (known.count() == 0) {
                siblings.remove(ConcurrentSiblings.Origins.of(store, slot));
            }
        }
    }

    /** Returns the last value's slot of every key, in the order in which the keys appeared. */
    public Map<String, Integer> entries() {
        return entries;
    }

    /** Returns the index of the list, which is not empty; made if need be. */
    public ListIndex index(StructStore store) {
        ListIndex known = index;
        if (known == null) {
            known = new ListIndex(store, this);
            index = known;
        }
        return known;
    }

    /** Forgets where things are in the list. */
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
