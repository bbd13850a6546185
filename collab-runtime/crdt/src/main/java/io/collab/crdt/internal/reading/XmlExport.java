package io.collab.crdt.internal.reading;

import io.collab.crdt.internal.format.Attributes;
import io.collab.crdt.internal.store.Branch;
import io.collab.crdt.internal.store.StructStore;
import io.collab.crdt.lib0.Any;
import io.collab.crdt.lib0.Json;
import io.collab.crdt.update.TypeKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Writes XML types as text exactly as Yjs's toString does: nothing is escaped. Not recursive. */
public final class XmlExport {

    private static final String NOT_XML = "[object Object]";

    private final StructStore store;
    private final ListReader<Object> lists;
    private final TextReader<Object, RawContent.Insertion> texts;

    public XmlExport(StructStore store) {
        RawContent raw = new RawContent();
        this.store = store;
        this.lists = new ListReader<>(store, raw);
        this.texts = new TextReader<>(store, raw, raw);
    }

    /** Returns a type as text. */
    public String export(Branch root) {
        StringBuilder out = new StringBuilder();
        // texts and branches still to be written, the next one on top
        Deque<Object> open = new ArrayDeque<>();
        open.push(root);
        while (!open.isEmpty()) {
            Object next = open.pop();
            if (next instanceof String text) {
                out.append(text);
            } else {
                List<Object> parts = parts((Branch) next);
                for (int i = parts.size() - 1; i >= 0; i--) {
                    open.push(parts.get(i));
                }
            }
        }
        return out.toString();
    }

    private List<Object> parts(Branch type) {
        List<Object> parts = new ArrayList<>();
        switch (type.kind) {
            case TypeKind.XML_ELEMENT -> addElement(parts, type);
            case TypeKind.XML_FRAGMENT -> lists.elements(type).forEach(child -> parts.add(part(child)));
            case TypeKind.XML_TEXT -> texts.toDelta(type).forEach(insertion -> addText(parts, insertion));
            case TypeKind.TEXT -> parts.add(TextReader.plainText(store, type));
            default -> parts.add(NOT_XML);
        }
        return parts;
    }

    private void addElement(List<Object> parts, Branch element) {
        String name = element.name.toLowerCase(Locale.ROOT);
        parts.add("<" + name);
        new TreeMap<>(lists.entries(element)).forEach((key, value) -> {
            parts.add(" " + key + "=\"");
            parts.add(part(value));
            parts.add("\"");
        });
        parts.add(">");
        lists.elements(element).forEach(child -> parts.add(part(child)));
        parts.add("</" + name + ">");
    }

    private static Object part(Object value) {
        if (value instanceof Branch) {
            return value;
        }
        return value instanceof Any data ? Json.concatenated(data) : NOT_XML;
    }

    private static void addText(List<Object> parts, RawContent.Insertion insertion) {
        Map<String, Any> attributes = insertion.attributes();
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
        parts.add(insertion.content() instanceof String text ? text : part(insertion.content()));
        for (int i = names.size() - 1; i >= 0; i--) {
            parts.add("</" + names.get(i) + ">");
        }
    }

    /** Returns the members of a value that JavaScript enumerates, sorted. */
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
