package io.collab.benchmarks.engine.driver;

import io.collab.crdt.Delta;
import io.collab.crdt.UndoManager;
import io.collab.crdt.YArray;
import io.collab.crdt.YMap;
import io.collab.crdt.YSubdocument;
import io.collab.crdt.YText;
import io.collab.crdt.YType;
import io.collab.crdt.YValue;
import io.collab.crdt.YXmlElement;
import io.collab.crdt.YXmlFragment;
import io.collab.crdt.YXmlHook;
import io.collab.crdt.YXmlText;
import io.collab.crdt.lib0.Any;
import io.collab.crdt.lib0.JsNumber;
import io.collab.crdt.update.DeleteSet;
import io.collab.crdt.update.Ranges;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The content of answers: the engine's values as JSON, with the same tagged objects as in commands; bytes are base64.
 */
final class Results {

    private Results() {}

    static Any text(String text) {
        return new Any.Text(text);
    }

    static Any number(double number) {
        return new Any.Num(number);
    }

    static Any flag(boolean flag) {
        return new Any.Bool(flag);
    }

    /** Returns bytes, which {@link AnswerWriter} writes as base64. */
    static Any base64(byte[] bytes) {
        return new Any.Bytes(bytes);
    }

    static Any texts(Collection<String> texts) {
        return new Any.Array(texts.stream().map(Results::text).toList());
    }

    /** Returns an object of alternating keys and values. */
    static Any object(String key, Any value, Object... more) {
        Map<String, Any> entries = new LinkedHashMap<>();
        entries.put(key, value);
        for (int i = 0; i < more.length; i += 2) {
            entries.put((String) more[i], (Any) more[i + 1]);
        }
        return new Any.Obj(entries);
    }

    /** Returns a map of clients to clocks, such as a state vector. */
    static Any clocks(Map<Long, Long> clocks) {
        Map<String, Any> entries = new LinkedHashMap<>();
        new TreeMap<>(clocks).forEach((client, clock) -> entries.put(Long.toString(client), number(clock)));
        return new Any.Obj(entries);
    }

    static Any deleteSet(DeleteSet deletions) {
        Map<String, Any> entries = new LinkedHashMap<>();
        for (long client : deletions.clients()) {
            List<Any> items = new ArrayList<>();
            Ranges ranges = deletions.ranges(client);
            for (int i = 0; ranges != null && i < ranges.size(); i++) {
                items.add(new Any.Array(List.of(number(ranges.clock(i)), number(ranges.length(i)))));
            }
            entries.put(Long.toString(client), new Any.Array(items));
        }
        return new Any.Obj(entries);
    }

    /** Returns the cause of a change. */
    static Any origin(@Nullable Object origin) {
        if (origin == null) {
            return Any.NULL;
        }
        if (origin instanceof String text) {
            return text(text);
        }
        return text(origin instanceof UndoManager ? "$undo" : "$other");
    }

    /** Returns the kind of a type, as commands and answers name it; null is a root of unknown kind. */
    static String kind(@Nullable YType type) {
        if (type == null) {
            return "unknown";
        } else if (type instanceof YText) {
            return type instanceof YXmlText ? "xmltext" : "text";
        } else if (type instanceof YMap) {
            return type instanceof YXmlHook ? "xmlhook" : "map";
        } else if (type instanceof YArray) {
            return "array";
        }
        return type instanceof YXmlElement ? "xmlelement" : "xmlfragment";
    }

    static Any value(YValue value) {
        if (value instanceof YValue.Data data) {
            return data(data.value());
        } else if (value instanceof YSubdocument subdocument) {
            return object("$doc", text(subdocument.guid()));
        }
        return content((YType) value);
    }

    static Any values(Collection<YValue> values) {
        return new Any.Array(values.stream().map(Results::value).toList());
    }

    static Any values(Map<String, YValue> values) {
        Map<String, Any> entries = new LinkedHashMap<>();
        values.forEach((key, value) -> entries.put(key, value(value)));
        return new Any.Obj(entries);
    }

    /** Returns plain data with tags for values that JSON cannot express. */
    static Any data(Any value) {
        if (value instanceof Any.Undefined) {
            return object("$undefined", flag(true));
        } else if (value instanceof Any.BigInt number) {
            return object("$bigint", text(Long.toString(number.value())));
        } else if (value instanceof Any.Bytes bytes) {
            return object("$bytes", base64(bytes.value()));
        } else if (value instanceof Any.Num number) {
            return data(number);
        } else if (value instanceof Any.Array array) {
            return new Any.Array(array.items().stream().map(Results::data).toList());
        } else if (value instanceof Any.Obj object) {
            return attributes(object.entries());
        }
        return value;
    }

    static Any attributes(Map<String, Any> attributes) {
        Map<String, Any> entries = new LinkedHashMap<>();
        attributes.forEach((key, value) -> entries.put(key, data(value)));
        return new Any.Obj(entries);
    }

    static Any delta(List<Delta> delta) {
        return new Any.Array(delta.stream().map(Results::step).toList());
    }

    /** Returns a type with its content. */
    static Any content(YType type) {
        String kind = kind(type);
        Map<String, Any> content = new LinkedHashMap<>();
        content.put("$type", text(kind));
        if (type instanceof YText rich) {
            content.put("delta", delta(rich.toDelta()));
            if (kind.equals("xmltext")) {
                content.put("attrs", values(rich.attributes()));
            }
        } else if (type instanceof YArray array) {
            content.put("items", values(array.toList()));
        } else if (type instanceof YMap map) {
            if (type instanceof YXmlHook hook) {
                content.put("name", text(hook.hookName()));
            }
            content.put("entries", values(map.entries()));
        } else if (type instanceof YXmlFragment fragment) {
            if (type instanceof YXmlElement element) {
                content.put("name", text(element.nodeName()));
                content.put("attrs", values(element.attributes()));
            }
            content.put("children", values(fragment.toList()));
        }
        return new Any.Obj(content);
    }

    /** Returns the result of {@code toJson}. */
    static Any json(YType type) {
        return json(type, type.toJson());
    }

    static Any length(YType type) {
        if (type instanceof YText text) {
            return number(text.length());
        } else if (type instanceof YArray array) {
            return number(array.length());
        }
        return number(type instanceof YMap map ? map.size() : ((YXmlFragment) type).length());
    }

    /** Tags exported data; a subdocument, which JSON cannot express, is a tag with its data. */
    private static Any json(YValue value, Any exported) {
        if (value instanceof YSubdocument) {
            return value(value);
        } else if (value instanceof YArray array) {
            List<YValue> values = array.toList();
            List<Any> items = ((Any.Array) exported).items();
            List<Any> result = new ArrayList<>();
            for (int i = 0; i < items.size(); i++) {
                result.add(json(values.get(i), items.get(i)));
            }
            return new Any.Array(result);
        } else if (value instanceof YMap map) {
            Map<String, YValue> values = map.entries();
            Map<String, Any> result = new LinkedHashMap<>();
            ((Any.Obj) exported).entries().forEach((key, item) -> {
                YValue inner = values.get(key);
                result.put(key, inner == null ? data(item) : json(inner, item));
            });
            return new Any.Obj(result);
        }
        return data(exported);
    }

    private static Any data(Any.Num number) {
        double value = number.value();
        if (Double.isFinite(value) && Double.doubleToRawLongBits(value) != Double.doubleToRawLongBits(-0.0)) {
            return number;
        }
        return object("$num", text(value == 0 ? "-0" : JsNumber.toString(value)));
    }

    private static Any step(Delta step) {
        if (step instanceof Delta.InsertText insert) {
            return step("insert", text(insert.text()), insert.attributes());
        } else if (step instanceof Delta.InsertValue insert) {
            return step("insert", value(insert.value()), insert.attributes());
        } else if (step instanceof Delta.InsertValues insert) {
            return object("insert", values(insert.values()));
        } else if (step instanceof Delta.Retain retain) {
            return step("retain", number(retain.length()), retain.attributes());
        }
        return object("delete", number(((Delta.Delete) step).length()));
    }

    private static Any step(String name, Any value, Map<String, Any> attributes) {
        return attributes.isEmpty() ? object(name, value) : object(name, value, "attributes", attributes(attributes));
    }
}
