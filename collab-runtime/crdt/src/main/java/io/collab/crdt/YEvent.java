package io.collab.crdt;

import static io.collab.crdt.internal.store.StructStore.NONE;

import io.collab.crdt.internal.event.ListChange;
import io.collab.crdt.internal.event.ObservedChanges;
import io.collab.crdt.internal.event.TextChange;
import io.collab.crdt.internal.store.Branch;
import io.collab.crdt.internal.store.StructStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The changes of one type by a transaction. They are computed on demand, so an event must be read while observers are
 * being called; the returned values may be kept. Not thread-safe.
 */
public final class YEvent {

    /** The kind of change of a key. */
    public enum Action {
        /** The key had no value and has one. */
        ADD,
        /** The key has another value. */
        UPDATE,
        /** The key has no value any more. */
        DELETE
    }

    /**
     * The change of a key.
     *
     * @param action the kind of change
     * @param oldValue the value before, or null if there was none
     */
    public record KeyChange(Action action, @Nullable YValue oldValue) {}

    private final Transaction transaction;
    private final ObservedChanges changes;
    private final YDoc doc;
    private final StructStore store;
    private final Branch branch;
    private Branch current;
    private @Nullable List<Object> path;
    private @Nullable Map<String, KeyChange> keys;
    private @Nullable List<Delta> delta;

    YEvent(Transaction transaction, Branch branch) {
        this.transaction = transaction;
        this.changes = transaction.changes();
        this.doc = transaction.doc();
        this.store = doc.store;
        this.branch = branch;
        this.current = branch;
    }

    /** Returns the type that changed. */
    public YType target() {
        return doc.view(branch);
    }

    /** Returns the type whose observer is being called: the target, or a type around it. */
    public YType currentTarget() {
        return doc.view(current);
    }

    /** Returns the transaction. */
    public Transaction transaction() {
        return transaction;
    }

    /** Returns the path from the current target to the target: keys as text, indices as integers. */
    public List<Object> path() {
        List<Object> known = path;
        if (known == null) {
            known = findPath();
            path = known;
        }
        return known;
    }

    /** Returns the changed keys with their changes, in the order of their first change. */
    public Map<String, KeyChange> keys() {
        Map<String, KeyChange> known = keys;
        if (known == null) {
            requireOpen();
            known = findKeys();
            keys = known;
        }
        return known;
    }

    /**
     * Returns the change of the list from its beginning on: of text, insertions with formatting as in
     * {@link YText#toDelta()}; of arrays and XML, {@link Delta.InsertValues}. Empty if only keys changed.
     */
    public List<Delta> delta() {
        List<Delta> known = delta;
        if (known == null) {
            requireOpen();
            if (branch.isText()) {
                known = textDelta();
            } else if (childListChanged()) {
                known = new ListChange<>(store, doc.reader, doc.values, changes).toDelta(branch);
            } else {
                known = List.of();
            }
            known = Collections.unmodifiableList(known);
            delta = known;
        }
        return known;
    }

    /** Returns whether the list changed. */
    public boolean childListChanged() {
        return changed().contains(null);
    }

    /** Returns the keys or attributes that were written, even if their values are unchanged. */
    public Set<String> attributesChanged() {
        Set<String> result = new LinkedHashSet<>();
        for (String key : changed()) {
            if (key != null) {
                result.add(key);
            }
        }
        return result;
    }

    /**
     * Returns whether a type was added by the transaction, even if it was deleted again.
     *
     * @param type a type of the document that is not a root
     */
    public boolean adds(YType type) {
        int item = type.branch().item;
        return item != NONE && changes.adds(item);
    }

    /**
     * Returns whether a type was deleted by the transaction, even if it was added by it.
     *
     * @param type a type of the document that is not a root
     */
    public boolean deletes(YType type) {
        int item = type.branch().item;
        return item != NONE && changes.deletes(item);
    }

    Branch branch() {
        return branch;
    }

    /** Sets the type at which the path begins. */
    void setCurrentTarget(Branch target) {
        current = target;
        path = null;
    }

    private Set<@Nullable String> changed() {
        return changes.types().getOrDefault(branch, Set.of());
    }

    private void requireOpen() {
        if (!doc.isFinishing()) {
            throw new IllegalStateException("an event must be read while its observers are being called");
        }
    }

    private List<Delta> textDelta() {
        TextChange<YValue, Delta> change = new TextChange<>(doc.integrator, doc.reader, doc.values, changes);
        List<List<Delta>> result = new ArrayList<>(1);
        doc.transact(edit -> result.add(change.toDelta(edit.record, branch)), null, true);
        return result.get(0);
    }

    private List<Object> findPath() {
        Deque<Object> steps = new ArrayDeque<>();
        for (Branch at = branch; !at.isRoot() && at != current; at = store.parentOf(at.item)) {
            String key = store.key.get(at.item);
            steps.addFirst(key != null ? key : (Object) store.indexOf(at.item));
        }
        return List.copyOf(steps);
    }

    private Map<String, KeyChange> findKeys() {
        Map<String, KeyChange> result = new LinkedHashMap<>();
        for (String key : changed()) {
            KeyChange change = key == null ? null : change(branch.last(key));
            if (key != null && change != null) {
                result.put(key, change);
            }
        }
        return Collections.unmodifiableMap(result);
    }

    /** Returns the change of a key with a last value, or null if there is none. */
    private @Nullable KeyChange change(int last) {
        boolean deleted = changes.deletes(last);
        if (!changes.adds(last)) {
            return deleted ? new KeyChange(Action.DELETE, lastElement(last)) : null;
        }
        int previous = store.left[last];
        while (previous != NONE && changes.adds(previous)) {
            previous = store.left[previous];
        }
        if (previous != NONE && changes.deletes(previous)) {
            return new KeyChange(deleted ? Action.DELETE : Action.UPDATE, lastElement(previous));
        }
        return deleted ? null : new KeyChange(Action.ADD, null);
    }

    private YValue lastElement(int slot) {
        return doc.reader.element(slot, store.length[slot] - 1);
    }
}
