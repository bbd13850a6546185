package io.collab.crdt;

import io.collab.crdt.internal.editing.MapEditor;
import io.collab.crdt.internal.store.Branch;
import io.collab.crdt.internal.store.TransactionRecord;
import io.collab.crdt.update.TypeKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A shared map of values by key. Of concurrent changes of one key one is effective, the same one in all replicas. Not
 * thread-safe.
 */
public sealed class YMap extends YType permits YXmlHook {

    private final Map<String, YValue> collected = new LinkedHashMap<>();

    /** Creates a map to be inserted into a document. */
    public YMap() {}

    YMap(YDoc doc, Branch branch) {
        super(doc, branch);
    }

    /** Returns the number of keys that have a value. */
    public final int size() {
        return entries().size();
    }

    /**
     * Sets the value of a key.
     *
     * @param key the key
     * @param value the value: {@link YValue}, or a plain object that {@link YValue#of} accepts
     */
    public final void set(String key, @Nullable Object value) {
        YValue content = YValue.of(value);
        if (isIntegrated()) {
            edit(transaction -> keys(transaction.record).set(key, content, document().values));
        } else {
            collected.put(key, content);
        }
    }

    /**
     * Removes a key; has no effect if it has no value.
     *
     * @param key the key
     */
    public final void delete(String key) {
        if (isIntegrated()) {
            edit(transaction -> keys(transaction.record).delete(key));
        } else {
            collected.remove(key);
        }
    }

    /** Removes all keys. */
    public final void clear() {
        if (isIntegrated()) {
            edit(transaction -> {
                MapEditor keys = keys(transaction.record);
                for (String key : List.copyOf(branch().entries().keySet())) {
                    keys.delete(key);
                }
            });
        } else {
            collected.clear();
        }
    }

    /**
     * Returns the value of a key, or null if it has none.
     *
     * @param key the key
     */
    public final @Nullable YValue get(String key) {
        return isIntegrated() ? document().reader.get(branch(), key) : collected.get(key);
    }

    /**
     * Returns whether a key has a value.
     *
     * @param key the key
     */
    public final boolean has(String key) {
        return get(key) != null;
    }

    /** Returns whether no key has a value. */
    public final boolean isEmpty() {
        return size() == 0;
    }

    /**
     * Calls an action for all present keys and values.
     *
     * @param action the action, called with each key and value
     */
    public final void forEach(BiConsumer<String, YValue> action) {
        entries().forEach(action);
    }

    /** Returns the keys that have a value: a copy. */
    public final Set<String> keys() {
        return entries().keySet();
    }

    /** Returns the keys and their values: a copy. */
    public final Map<String, YValue> entries() {
        return isIntegrated() ? document().reader.entries(branch()) : new LinkedHashMap<>(collected);
    }

    /**
     * Returns the keys and their values as a snapshot shows them; the document must be without garbage collection.
     *
     * @param snapshot a snapshot of this document, or of an older state of it
     */
    public final Map<String, YValue> entries(Snapshot snapshot) {
        return isIntegrated() ? document().reader.entries(branch(), snapshot.state) : Map.of();
    }

    /**
     * Returns the value of a key in a snapshot, or null if it has none.
     *
     * @param key the key
     * @param snapshot a snapshot of this document, or of an older state of it
     */
    public final @Nullable YValue get(String key, Snapshot snapshot) {
        return isIntegrated() ? document().reader.get(branch(), key, snapshot.state) : null;
    }

    @Override
    public YMap copy() {
        return (YMap) new TypeCopy().copy(this);
    }

    @Override
    int kind() {
        return TypeKind.MAP;
    }

    @Override
    final void integrated(TransactionRecord transaction) {
        collected.forEach((key, value) -> keys(transaction).set(key, value, document().values));
        collected.clear();
    }
}
