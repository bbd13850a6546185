package io.collab.crdt;

import static io.collab.crdt.StructStore.NONE;

import io.collab.crdt.lib0.Any;
import io.collab.crdt.update.StructCursor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the list and the keys of a type. */
final class ListReader {

    private final YDoc doc;
    private final StructStore store;

    ListReader(YDoc doc) {
        this.doc = doc;
        this.store = doc.store;
    }

    /** Returns all visible elements of the list; text counts one element a code unit. */
    List<YValue> elements(Branch branch) {
        List<YValue> result = new ArrayList<>(branch.length);
        for (int slot = branch.start; slot != NONE; slot = store.right[slot]) {
            if (store.isVisible(slot)) {
                for (int i = 0; i < store.length[slot]; i++) {
                    result.add(element(slot, i));
                }
            }
        }
        return result;
    }

    /** Returns the elements that a snapshot shows, also those that were deleted since. */
    List<YValue> elements(Branch branch, Snapshot snapshot) {
        List<YValue> result = new ArrayList<>();
        for (int slot = branch.start; slot != NONE; slot = store.right[slot]) {
            if (store.isCountable(slot) && snapshot.shows(store, slot)) {
                for (int i = 0; i < store.length[slot]; i++) {
                    result.add(element(slot, i));
                }
            }
        }
        return result;
    }

    YValue get(Branch branch, int index) {
        if (index < 0 || index >= branch.length) {
            throw new IndexOutOfBoundsException("index " + index + " of " + branch.length);
        }
        branch.cursor.seek(store, branch, index);
        return element(branch.cursor.slot, index - branch.cursor.index);
    }

    /** Returns the value of a key, or null. */
    @Nullable
    YValue get(Branch branch, String key) {
        int slot = branch.last(key);
        return slot == NONE || store.isDeleted(slot) ? null : element(slot, store.length[slot] - 1);
    }

    /** Returns the present keys and values, in the order in which the keys appeared. */
    Map<String, YValue> entries(Branch branch) {
        Map<String, YValue> result = new LinkedHashMap<>();
        branch.entries().forEach((key, slot) -> {
            if (!store.isDeleted(slot)) {
                result.put(key, element(slot, store.length[slot] - 1));
            }
        });
        return result;
    }

    /** Returns the value that a key has in a snapshot, or null. */
    @Nullable
    YValue get(Branch branch, String key, Snapshot snapshot) {
        int slot = branch.last(key);
        while (slot != NONE && !snapshot.knows(store, slot)) {
            slot = store.left[slot];
        }
        return slot == NONE || !snapshot.shows(store, slot) ? null : element(slot, store.length[slot] - 1);
    }

    /** Returns the keys and values of a snapshot. */
    Map<String, YValue> entries(Branch branch, Snapshot snapshot) {
        Map<String, YValue> result = new LinkedHashMap<>();
        for (String key : branch.entries().keySet()) {
            YValue value = get(branch, key, snapshot);
            if (value != null) {
                result.put(key, value);
            }
        }
        return result;
    }

    /** Returns one element of a struct. */
    YValue element(int slot, int offset) {
        return switch (store.content(slot)) {
            case StructCursor.TYPE -> doc.handle(store.branch(slot));
            case StructCursor.DOC -> (YSubdocument) store.payloadOf(slot);
            case StructCursor.BINARY -> new YValue.Data(new Any.Bytes((byte[]) store.payloadOf(slot)));
            case StructCursor.EMBED -> new YValue.Data((Any) store.payloadOf(slot));
            case StructCursor.STRING -> {
                char unit = store.owner(slot).text().charAt(store.content[slot] + offset);
                yield new YValue.Data(new Any.Text(String.valueOf(unit)));
            }
            case StructCursor.FORMAT, StructCursor.DELETED -> new YValue.Data(Any.UNDEFINED);
            default -> new YValue.Data(store.value(slot, offset));
        };
    }
}
