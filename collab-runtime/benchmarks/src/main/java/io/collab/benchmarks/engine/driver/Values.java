package io.collab.benchmarks.engine.driver;

import io.collab.crdt.Delta;
import io.collab.crdt.YArray;
import io.collab.crdt.YMap;
import io.collab.crdt.YSubdocument;
import io.collab.crdt.YText;
import io.collab.crdt.YValue;
import io.collab.crdt.YXmlElement;
import io.collab.crdt.YXmlFragment;
import io.collab.crdt.YXmlHook;
import io.collab.crdt.YXmlText;
import io.collab.crdt.lib0.Any;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The content of commands: JSON, with objects of one key that begins with {@code $} for values that JSON cannot express
 * ({@code $undefined}, {@code $bytes}, {@code $bigint}, {@code $num}) and for new shared types ({@code $new}).
 */
final class Values {

    private Values() {}

    /** Returns a value: data, a new shared type or a new subdocument. */
    static YValue value(Any json) {
        return json instanceof Any.Obj object && object.entries().containsKey("$new")
                ? create(new Arguments(object.entries()))
                : new YValue.Data(data(json));
    }

    static List<YValue> values(List<Any> json) {
        return json.stream().map(Values::value).toList();
    }

    /** Returns plain data. */
    static Any data(Any json) {
        if (json instanceof Any.Array array) {
            return new Any.Array(array.items().stream().map(Values::data).toList());
        }
        if (!(json instanceof Any.Obj object)) {
            return json;
        }
        Map<String, Any> entries = object.entries();
        if (entries.containsKey("$undefined")) {
            return Any.UNDEFINED;
        } else if (entries.containsKey("$bytes")) {
            return new Any.Bytes(Arguments.bytes(entries.get("$bytes")));
        } else if (entries.containsKey("$bigint")) {
            return new Any.BigInt(parseLong(Arguments.text(entries.get("$bigint"))));
        } else if (entries.containsKey("$num")) {
            return new Any.Num(parseDouble(Arguments.text(entries.get("$num"))));
        } else if (entries.containsKey("$new")) {
            throw Arguments.bad("a shared type inside plain data");
        }
        return Any.Obj.of(attributes(entries));
    }

    /** Returns plain data under keys, in the order of the keys. */
    static Map<String, Any> attributes(Map<String, Any> json) {
        Map<String, Any> attributes = new LinkedHashMap<>();
        json.forEach((key, value) -> attributes.put(key, data(value)));
        return attributes;
    }

    /** Returns the steps of a rich-text change. */
    static List<Delta> delta(List<Any> json) {
        return json.stream().map(Values::step).toList();
    }

    private static Delta step(Any json) {
        Arguments step = new Arguments(Arguments.object(json));
        Map<String, Any> attributes = step.has("attributes") ? step.object("attributes") : Map.of();
        if (step.json("insert") instanceof Any.Text text) {
            return new Delta.InsertText(text.value(), attributes);
        } else if (step.has("insert")) {
            return new Delta.InsertValue(value(step.json("insert")), attributes);
        } else if (step.has("retain")) {
            return new Delta.Retain(length(step, "retain"), attributes);
        }
        return new Delta.Delete(length(step, "delete"));
    }

    private static int length(Arguments step, String name) {
        int length = step.index(name);
        if (length < 0) {
            throw Arguments.bad(name + " is negative");
        }
        return length;
    }

    private static YValue create(Arguments type) {
        String kind = type.text("$new");
        return switch (kind) {
            case "array" -> array(type);
            case "map" -> withEntries(new YMap(), type);
            case "xmlhook" -> withEntries(new YXmlHook(type.text("name")), type);
            case "text" -> withContent(new YText(), type);
            case "xmltext" -> withContent(new YXmlText(), type);
            case "xmlelement" -> element(type);
            case "xmlfragment" -> withChildren(new YXmlFragment(), type);
            case "doc" -> subdocument(type);
            default -> throw Arguments.bad("there is no type " + kind);
        };
    }

    private static YArray array(Arguments type) {
        YArray array = new YArray();
        array.insert(0, values(type.list("items")));
        return array;
    }

    private static YMap withEntries(YMap map, Arguments type) {
        if (type.has("entries")) {
            type.object("entries").forEach((key, value) -> map.set(key, value(value)));
        }
        return map;
    }

    private static YText withContent(YText text, Arguments type) {
        if (type.has("text")) {
            text.insert(0, type.text("text"));
        }
        if (type.has("delta")) {
            text.applyDelta(delta(type.list("delta")));
        }
        return text;
    }

    private static YXmlElement element(Arguments type) {
        YXmlElement element = new YXmlElement(type.text("name"));
        if (type.has("attrs")) {
            type.object("attrs").forEach((key, value) -> element.setAttribute(key, value(value)));
        }
        withChildren(element, type);
        return element;
    }

    private static YXmlFragment withChildren(YXmlFragment fragment, Arguments type) {
        fragment.insert(0, values(type.list("children")));
        return fragment;
    }

    private static YSubdocument subdocument(Arguments type) {
        Map<String, Any> options = new LinkedHashMap<>();
        for (String name : List.of("gc", "autoLoad", "meta")) {
            if (type.has(name)) {
                options.put(name, type.json(name));
            }
        }
        return new YSubdocument(type.text("guid"), new Any.Obj(options));
    }

    private static long parseLong(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notOne) {
            throw Arguments.bad("not a 64-bit integer: " + text);
        }
    }

    private static double parseDouble(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException notOne) {
            throw Arguments.bad("not a number: " + text);
        }
    }
}
