package io.collab.crdt;

import io.collab.crdt.lib0.Any;
import io.collab.crdt.lib0.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Writes XML types as text exactly as Yjs's toString does: nothing is escaped. Not recursive. */
final class XmlExport {

    private static final String NOT_XML = "[object Object]";

    XmlExport() {}

    /** Writes a type; the stack holds what is still to be written, texts and types, the next on top. */
    String export(YType root) {
        StringBuilder out = new StringBuilder();
        Deque<Object> open = new ArrayDeque<>();
        open.push(root);
        while (!open.isEmpty()) {
            Object next = open.pop();
            if (next instanceof String text) {
                out.append(text);
            } else {
                List<Object> parts = parts((YType) next);
                for (int i = parts.size() - 1; i >= 0; i--) {
                    open.push(parts.get(i));
                }
            }
        }
        return out.toString();
    }

    private static List<Object> parts(YType type) {
        List<Object> parts = new ArrayList<>();
        if (type instanceof YXmlElement element) {
            String name = element.nodeName().toLowerCase(Locale.ROOT);
            parts.add("<" + name);
            new TreeMap<>(element.attributes()).forEach((key, value) -> {
                parts.add(" " + key + "=\"");
                parts.add(part(value));
                parts.add("\"");
            });
            parts.add(">");
            element.toList().forEach(child -> parts.add(part(child)));
            parts.add("</" + name + ">");
        } else if (type instanceof YXmlFragment fragment) {
            fragment.toList().forEach(child -> parts.add(part(child)));
        } else if (type instanceof YXmlText text) {
            text.toDelta().forEach(step -> addStep(parts, step));
        } else {
            parts.add(type instanceof YText text ? text.toString() : NOT_XML);
        }
        return parts;
    }

    private static Object part(YValue value) {
        if (value instanceof YType type) {
            return type;
        }
        return value instanceof YValue.Data data ? Json.concatenated(data.value()) : NOT_XML;
    }

    private static void addStep(List<Object> parts, Delta step) {
        Map<String, Any> attributes =
                step instanceof Delta.InsertText insert ? insert.attributes() : ((Delta.InsertValue) step).attributes();
        List<String> names = new ArrayList<>(new TreeMap<>(attributes).keySet());
        for (String name : names) {
            StringBuilder tag = new StringBuilder("<").append(name);
            members(Attributes.get(attributes, name))
                    .forEach((key, value) -> tag.append(' ')
                            .append(key)
                            .append("=\"")
                            .append(Json.concatenated(value))
                            .append('"'));
            parts.add(tag.append('>').toString());
        }
        parts.add(step instanceof Delta.InsertText insert ? insert.text() : part(((Delta.InsertValue) step).value()));
        for (int i = names.size() - 1; i >= 0; i--) {
            parts.add("</" + names.get(i) + ">");
        }
    }

    /** Returns what JavaScript enumerates of a value, sorted. */
    private static TreeMap<String, Any> members(Any value) {
        TreeMap<String, Any> members = new TreeMap<>();
        if (value instanceof Any.Text text) {
            text.value()
                    .chars()
                    .forEach(unit ->
                            members.put(Integer.toString(members.size()), new Any.Text(String.valueOf((char) unit))));
            return members;
        }
        Map<String, Any> own = Attributes.members(value);
        if (own != null) {
            members.putAll(own);
        }
        return members;
    }
}
