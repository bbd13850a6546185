package io.collab.crdt.internal.reading;

import io.collab.crdt.lib0.Any;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Copies nested lists and maps into plain data. Not recursive: values may be nested to any depth.
 *
 * @param <V> the class of values
 */
public final class JsonExport<V> {

    /**
     * The structure of values.
     *
     * @param <V> the class of values
     */
    public interface Structure<V> {

        /** Returns the elements of a list, or null if the value is no list. */
        @Nullable
        List<V> elements(V value);

        /** Returns the entries of a map, or null if the value is no map. */
        @Nullable
        Map<String, V> entries(V value);

        /** Returns any other value as plain data. */
        Any leaf(V value);
    }

    /** A list or map that is being copied. */
    private interface Open<V> {

        boolean hasNext();

        V next();

        void add(Any value);

        Any close();
    }

    private static final class OpenList<V> implements Open<V> {
        private final Iterator<V> rest;
        private final List<Any> items = new ArrayList<>();

        OpenList(List<V> elements) {
            this.rest = elements.iterator();
        }

        @Override
        public boolean hasNext() {
            return rest.hasNext();
        }

        @Override
        public V next() {
            return rest.next();
        }

        @Override
        public void add(Any value) {
            items.add(value);
        }

        @Override
        public Any close() {
            return new Any.Array(items);
        }
    }

    private static final class OpenMap<V> implements Open<V> {
        private final Iterator<Map.Entry<String, V>> rest;
        private final Map<String, Any> entries = new LinkedHashMap<>();
        private String key = "";

        OpenMap(Map<String, V> entries) {
            this.rest = entries.entrySet().iterator();
        }

        @Override
        public boolean hasNext() {
            return rest.hasNext();
        }

        @Override
        public V next() {
            Map.Entry<String, V> entry = rest.next();
            key = entry.getKey();
            return entry.getValue();
        }

        @Override
        public void add(Any value) {
            entries.put(key, value);
        }

        @Override
        public Any close() {
            return Any.Obj.of(entries);
        }
    }

    private final Structure<V> structure;

    public JsonExport(Structure<V> structure) {
        this.structure = structure;
    }

    /** Returns a copy of a value. */
    public Any export(V root) {
        Open<V> container = open(root);
        if (container == null) {
            return structure.leaf(root);
        }
        Deque<Open<V>> open = new ArrayDeque<>();
        open.push(container);
        while (true) {
            Open<V> top = open.element();
            if (top.hasNext()) {
                V value = top.next();
                Open<V> inner = open(value);
                if (inner != null) {
                    open.push(inner);
                } else {
                    top.add(structure.leaf(value));
                }
                continue;
            }
            Any closed = open.pop().close();
            if (open.isEmpty()) {
                return closed;
            }
            open.element().add(closed);
        }
    }

    private @Nullable Open<V> open(V value) {
        List<V> elements = structure.elements(value);
        if (elements != null) {
            return new OpenList<>(elements);
        }
        Map<String, V> entries = structure.entries(value);
        return entries == null ? null : new OpenMap<>(entries);
    }
}
