package io.collab.crdt.internal.reading;

import static io.collab.crdt.internal.store.StructStore.NONE;

import io.collab.crdt.internal.snapshot.SnapshotState;
import io.collab.crdt.internal.store.Branch;
import io.collab.crdt.internal.store.StructStore;
import io.collab.crdt.internal.store.Subdocument;
import io.collab.crdt.internal.store.ValueFactory;
import io.collab.crdt.lib0.Any;
import io.collab.crdt.update.StructCursor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the list and the keys of a type, present or as a snapshot shows them.
 *
 * @param <V> the class of values
 */
public final class ListReader<V> {

    private final StructStore store;
    private final ValueFactory<V> values;

    public ListReader(StructStore store, ValueFactory<V> values) {
        this.store = store;
        this.values = values;
    }

    /** Returns all visible elements of the list; text has one element per code unit. */
    public List<V> elements(Branch branch) {
        List<V> result = new ArrayList<>(branch.length);
        for (int slot = branch.start; slot != NONE; slot = store.right[slot]) {
            if (store.isVisible(slot)) {
                for (int i = 0; i < store.length[slot]; i++) {
                    result.add(element(slot, i));
                }
            }
        }
        return result;
    }

    /** Returns the elements that a snapshot shows, including those that were deleted later. */
    public List<V> elements(Branch branch, SnapshotState snapshot) {
        List<V> result = new ArrayList<>();
        for (int slot = branch.start; slot != NONE; slot = store.right[slot]) {
            if (store.isCountable(slot) && snapshot.shows(store, slot)) {
                for (int i = 0; i < store.length[slot]; i++) {
                    result.add(element(slot, i));
                }
            }
        }
        return result;
    }

    public V get(Branch branch, int index) {
        if (index < 0 || index >= branch.length) {
            throw new IndexOutOfBoundsException("index " + index + " of " + branch.length);
        }
        branch.cursor.seek(store, branch, index);
        return element(branch.cursor.slot, index - branch.cursor.index);
    }

    /** Returns the value of a key, or null. */
    @Nullable
    public V get(Branch branch, String key) {
        int slot = branch.last(key);
        return slot == NONE || store.isDeleted(slot) ? null : element(slot, store.length[slot] - 1);
    }

    /** Returns the present keys and values, in the order in which the keys appeared. */
    public Map<String, V> entries(Branch branch) {
        Map<String, V> result = new LinkedHashMap<>();
        branch.entries().forEach((key, slot) -> {
            if (!store.isDeleted(slot)) {
                result.put(key, element(slot, store.length[slot] - 1));
            }
        });
        return result;
    }

    /** Returns the value that a key has in a snapshot, or null. */
    @Nullable
    public V get(Branch branch, String key, SnapshotState snapshot) {
        int slot = branch.last(key);
        while (slot != NONE && !snapshot.knows(store, slot)) {
            slot = store.left[slot];
        }
        return slot == NONE || !snapshot.shows(store, slot) ? null : element(slot, store.length[slot] - 1);
    }

    /** Returns the keys and values of a snapshot. */
    public Map<String, V> entries(Branch branch, SnapshotState snapshot) {
        Map<String, V> result = new LinkedHashMap<>();
        for (String key : branch.entries().keySet()) {
            V value = get(branch, key, snapshot);
            if (value != null) {
                result.put(key, value);
            }
        }
        return result;
    }

    /** Returns one element of a struct. */
    public V element(int slot, int offset) {
        return switch (store.content(slot)) {
            case StructCursor.TYPE -> values.ofType(store.branch(slot));
            case StructCursor.DOC -> values.ofSubdocument((Subdocument) store.payloadOf(slot));
            case StructCursor.BINARY -> values.ofData(new Any.Bytes((byte[]) store.payloadOf(slot)));
            case StructCursor.EMBED -> values.ofData((Any) store.payloadOf(slot));
            case StructCursor.STRING -> {
                char unit = store.owner(slot).text().charAt(store.content[slot] + offset);
                yield values.ofData(new Any.Text(String.valueOf(unit)));
            }
            case StructCursor.FORMAT, StructCursor.DELETED -> values.ofData(Any.UNDEFINED);
            default -> values.ofData(store.value(slot, offset));
        };
    }
}
