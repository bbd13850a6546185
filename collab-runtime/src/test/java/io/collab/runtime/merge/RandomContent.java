package io.collab.runtime.merge;

import io.collab.crdt.Delta;
import io.collab.crdt.YArray;
import io.collab.crdt.YDoc;
import io.collab.crdt.YMap;
import io.collab.crdt.YSubdocument;
import io.collab.crdt.YText;
import io.collab.crdt.YType;
import io.collab.crdt.YValue;
import io.collab.crdt.YXmlElement;
import io.collab.crdt.YXmlHook;
import io.collab.crdt.YXmlText;
import io.collab.crdt.lib0.Any;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Content of all kinds. Contents of one structure differ the more, the higher the share of changes is. */
final class RandomContent {
    private static final String[] WORDS = {
        "a ", "the ", "word ", "words ", "word", "longer, ", "\n", "😀", "😁 ", "e\u0301", "漢字", "\uFFFC", "  ", "x"
    };
    private static final String[] NAMES = {"p", "h1", "ul"};
    private static final String[] KEYS = {"bold", "link", "size"};

    private final Random structure;
    private final Random changes;
    private final double share;

    RandomContent(long structure, long changes, double share) {
        this.structure = new Random(structure);
        this.changes = new Random(changes);
        this.share = share;
    }

    private int next(int bound) {
        int usual = structure.nextInt(bound);
        return changes.nextDouble() < share ? changes.nextInt(bound) : usual;
    }

    void write(YDoc doc) {
        fill(doc.getText("text"));
        doc.getText("text").setAttribute("dir", next(2));
        YMap map = doc.getMap("map");
        for (int i = next(8); i > 0; i--) {
            map.set("key" + next(8), value(0));
        }
        doc.getArray("array").push(values(12, 0));
        List<YValue> nodes = new ArrayList<>();
        for (int i = next(12); i > 0; i--) {
            nodes.add(node(0));
        }
        doc.getXmlFragment("xml").push(nodes);
    }

    private void fill(YText text) {
        List<Delta> steps = new ArrayList<>();
        for (int i = next(12); i > 0; i--) {
            Map<String, Any> attributes = new TreeMap<>();
            for (String key : KEYS) {
                if (next(5) == 0) {
                    attributes.put(key, Any.of(next(2) == 0 ? next(2) : Map.of("deep", List.of(next(2)))));
                }
            }
            steps.add(
                    next(8) == 0
                            ? new Delta.InsertValue(embed(), attributes)
                            : new Delta.InsertText(WORDS[next(WORDS.length)], attributes));
        }
        text.applyDelta(steps);
    }

    private YValue embed() {
        if (next(3) > 0) {
            return YValue.of(Map.of("image", next(3)));
        }
        YMap map = new YMap();
        map.set("image", next(3));
        return map;
    }

    private YValue value(int depth) {
        switch (next(depth > 1 ? 4 : 8)) {
            case 0:
                return YValue.of(next(4));
            case 1:
                return YValue.of(WORDS[next(WORDS.length)]);
            case 2:
                return YValue.of(Map.of("a", next(2), "b", List.of(next(2))));
            case 3:
                return next(2) == 0 ? YValue.of(new byte[] {(byte) next(2)}) : new YSubdocument("sub" + next(2));
            case 4:
                YArray array = new YArray();
                array.push(values(5, depth + 1));
                return array;
            case 5:
                YText text = new YText();
                fill(text);
                return text;
            case 6:
                return node(depth + 1);
            default:
                YMap map = new YMap();
                for (int i = next(4); i > 0; i--) {
                    map.set("key" + next(4), value(depth + 1));
                }
                return map;
        }
    }

    private List<YValue> values(int bound, int depth) {
        List<YValue> values = new ArrayList<>();
        for (int i = next(bound); i > 0; i--) {
            values.add(value(depth));
        }
        return values;
    }

    private YValue node(int depth) {
        int kind = next(8);
        if (kind == 0) {
            YXmlHook hook = new YXmlHook(NAMES[next(2)]);
            hook.set("key", next(3));
            return hook;
        } else if (kind < 4 || depth > 1) {
            YXmlText text = new YXmlText();
            fill(text);
            return text;
        }
        YXmlElement element = new YXmlElement(NAMES[next(NAMES.length)]);
        for (int i = next(3); i > 0; i--) {
            element.setAttribute("key" + next(3), next(3));
        }
        for (int i = next(5); i > 0; i--) {
            element.push(List.of(node(depth + 1)));
        }
        return element;
    }

    /** Returns everything that a document contains as readable lines. */
    static String print(YDoc doc) {
        return String.join(
                "\n",
                print(doc.getText("text")),
                print(doc.getMap("map")),
                print(doc.getArray("array")),
                print(doc.getXmlFragment("xml")));
    }

    private static String print(YValue value) {
        if (value instanceof YSubdocument subdocument) {
            return subdocument.guid();
        }
        if (!(value instanceof YType type)) {
            Any data = ((YValue.Data) value).value();
            return data instanceof Any.Bytes bytes ? "bytes" + bytes.value()[0] : data.toString();
        }
        SharedType shared = new SharedType(type);
        StringBuilder out = new StringBuilder(type.getClass().getSimpleName() + shared.name());
        new TreeMap<>(shared.entries())
                .forEach((key, entry) -> out.append(' ').append(key).append('=').append(print(entry)));
        out.append('[');
        shared.elements().forEach(element -> out.append(print(element)).append(", "));
        if (type instanceof YText text) {
            for (Delta step : text.toDelta()) {
                if (step instanceof Delta.InsertText insert) {
                    insert.text()
                            .chars()
                            .forEach(unit -> out.append((char) unit).append(sorted(insert.attributes())));
                } else if (step instanceof Delta.InsertValue insert) {
                    out.append(print(insert.value())).append(sorted(insert.attributes()));
                }
            }
        }
        return out.append(']').toString();
    }

    private static String sorted(Map<String, Any> attributes) {
        return attributes.isEmpty() ? "" : new TreeMap<>(attributes).toString();
    }
}
