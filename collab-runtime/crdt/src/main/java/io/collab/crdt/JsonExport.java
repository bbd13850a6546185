package io.collab.crdt;

import io.collab.crdt.lib0.Any;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Copies a shared type into plain data. Not recursive: types may be nested deeply. */
final class JsonExport {

    /** An array or map that is being copied. */
    private static final class Open {
        final @Nullable List<Any> items;
        final @Nullable Map<String, Any> entries;
        final Iterator<?> rest;
        String key = "";

        Open(YType type) {
            if (type instanceof YArray array) {
                items = new ArrayList<>();
                entries = null;
                rest = array.toList().iterator();
            } else {
                items = null;
                entries = new LinkedHashMap<>();
                rest = ((YMap) type).entries().entrySet().iterator();
            }
        }

        YValue next() {
            Object next = rest.next();
            if (next instanceof Map.Entry<?, ?> entry) {
                key = (String) entry.getKey();
                return (YValue) entry.getValue();
            }
            return (YValue) next;
        }

        void add(Any value) {
            if (items != null) {
                items.add(value);
            } else if (entries != null) {
                entries.put(key, value);
            }
        }

        Any close() {
            return items != null ? new Any.Array(items) : Any.Obj.of(entries == null ? Map.of() : entries);
        }
    }

    Any export(YType root) {
        if (!isContainer(root)) {
            return leaf(root);
        }
        Deque<Open> open = new ArrayDeque<>();
        open.push(new Open(root));
        while (true) {
            Open top = open.element();
            if (top.rest.hasNext()) {
                YValue value = top.next();
                if (isContainer(value)) {
                    open.push(new Open((YType) value));
                } else {
                    top.add(leaf(value));
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

    private static boolean isContainer(YValue value) {
        return value instanceof YArray || value instanceof YMap;
    }

    private static Any leaf(YValue value) {
        if (value instanceof YValue.Data data) {
            return data.value();
        } else if (value instanceof YSubdocument subdocument) {
            return new Any.Obj(Map.of("guid", new Any.Text(subdocument.guid())));
        }
        return new Any.Text(value.toString());
    }
}
