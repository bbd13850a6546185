package io.collab.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.crdt.lib0.Any;
import io.collab.crdt.update.Updates;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Pairs of documents, one here and one in a running npm yjs. Both receive the same edits and the same deliveries, and
 * must emit the same updates and encode the same state, byte for byte.
 */
final class TwinDocuments {

    private static final int STROKES = 12;

    final YjsPeer yjs;
    final Random random;
    final List<YDoc> docs = new ArrayList<>();
    final List<List<byte[]>> inboxes = new ArrayList<>();
    final List<byte[]> all = new ArrayList<>();

    /** Checks the other fields of an answer. */
    Consumer<Golden> onAnswer = answer -> {};

    TwinDocuments(YjsPeer yjs, long seed) {
        this.yjs = yjs;
        this.random = new Random(seed);
        for (int i = 0; i < 3; i++) {
            open(i);
        }
    }

    /** Applies an update from the inbox of a document or, more often, makes a random change. */
    void step(int at) {
        List<byte[]> inbox = inboxes.get(at);
        if (inbox.isEmpty() || random.nextInt(3) > 0) {
            edit(at);
        } else {
            deliver(at, inbox.remove(random.nextInt(3) > 0 ? 0 : random.nextInt(inbox.size())));
        }
    }

    private void open(int at) {
        long client = 1 + random.nextInt(1_000_000) * 3L + at;
        boolean gc = random.nextInt(4) > 0;
        YDoc doc = new YDoc(YDocOptions.of(() -> client).withGc(gc));
        doc.getText("t");
        doc.getMap("m");
        doc.getArray("a");
        doc.getXmlFragment("x");
        docs.add(doc);
        inboxes.add(new ArrayList<>());
        yjs.run(Map.of("op", "open", "doc", at, "client", client, "gc", gc));
    }

    void deliverAll(int at) {
        inboxes.get(at).forEach(update -> deliver(at, update));
        inboxes.get(at).clear();
    }

    void deliver(int at, byte[] update) {
        YDoc doc = docs.get(at);
        if (random.nextBoolean()) {
            byte[] v2 = Updates.convertV1ToV2(update);
            both(at, command("apply", "update", base64(v2), "v2", true), () -> doc.applyUpdateV2(v2));
        } else {
            both(at, command("apply", "update", base64(update)), () -> doc.applyUpdate(update));
        }
    }

    /** Runs a change in both documents; both must emit the same updates, which are then delivered. */
    Golden both(int at, Map<String, Object> command, Runnable here) {
        List<byte[]> emitted = new ArrayList<>();
        List<byte[]> emittedV2 = new ArrayList<>();
        Runnable stopV2 = docs.get(at).onUpdateV2((update, transaction) -> emittedV2.add(update));
        Runnable stop = docs.get(at).onUpdate((update, transaction) -> {
            emitted.add(update);
            if (transaction.local()) {
                all.add(update);
                for (int i = 0; i < 3; i++) {
                    if (i != at) {
                        inboxes.get(i).add(update);
                    }
                }
            }
        });
        here.run();
        stop.run();
        stopV2.run();
        docs.get(at).checkInvariants();
        command.put("doc", at);
        Golden answer = yjs.run(command);
        assertThat(emitted).as(command.toString()).containsExactlyElementsOf(answer.listOfBytes("updates"));
        assertThat(emittedV2).as(command.toString()).containsExactlyElementsOf(answer.listOfBytes("updatesV2"));
        onAnswer.accept(answer);
        return answer;
    }

    void compare(int at) {
        YDoc doc = docs.get(at);
        byte[] sv = docs.get((at + 1) % 3).encodeStateVector();
        Map<String, Object> command = command("state", "sv", base64(sv));
        command.put("doc", at);
        Golden state = new Golden(((Any.Obj) yjs.run(command).any("ok")).entries());
        assertThat(doc.encodeStateAsUpdate()).isEqualTo(state.bytes("state"));
        assertThat(doc.encodeStateVector()).isEqualTo(state.bytes("sv"));
        assertThat(doc.encodeStateAsUpdate(sv)).isEqualTo(state.bytes("diff"));
        assertThat(doc.encodeStateAsUpdateV2()).isEqualTo(state.bytes("stateV2"));
        assertThat(doc.encodeStateAsUpdateV2(sv)).isEqualTo(state.bytes("diffV2"));
        assertThat(doc.getText("t").toString()).isEqualTo(state.text("text"));
        assertThat(doc.getXmlFragment("x").toString()).isEqualTo(state.text("xml"));
    }

    void merge() {
        List<byte[]> some = new ArrayList<>(all);
        some.removeIf(update -> random.nextInt(3) == 0);
        some.add(docs.get(0).encodeStateAsUpdate());
        byte[] sv = docs.get(1).encodeStateVector();
        Map<String, Object> command = command("merge", "sv", base64(sv));
        command.put("updates", some.stream().map(TwinDocuments::base64).toList());
        Golden expected = new Golden(((Any.Obj) yjs.run(command).any("ok")).entries());
        byte[] merged = Updates.merge(some);
        assertThat(merged).isEqualTo(expected.bytes("merged"));
        assertThat(Updates.diff(merged, sv)).isEqualTo(expected.bytes("diff"));
        assertThat(Updates.encodeStateVectorFromUpdate(merged)).isEqualTo(expected.bytes("sv"));
        byte[] mergedV2 =
                Updates.mergeV2(some.stream().map(Updates::convertV1ToV2).toList());
        assertThat(mergedV2).isEqualTo(expected.bytes("mergedV2"));
        assertThat(Updates.diffV2(mergedV2, sv)).isEqualTo(expected.bytes("diffV2"));
        assertThat(Updates.encodeStateVectorFromUpdateV2(mergedV2)).isEqualTo(expected.bytes("svV2"));
        assertThat(Updates.convertV2ToV1(mergedV2)).isEqualTo(expected.bytes("back"));
    }

    /** One key: a text, or nothing for a deletion. */
    record Stroke(int index, String text) {

        void apply(YText to) {
            if (text.isEmpty()) {
                to.delete(index, 1);
            } else {
                to.insert(index, text);
            }
        }

        Map<String, Object> fields() {
            return Map.of("index", index, "text", text);
        }
    }

    /** Types, and deletes backwards and forwards, at one position. */
    List<Stroke> strokes(int at) {
        List<Stroke> strokes = new ArrayList<>();
        int length = docs.get(at).getText("t").length();
        int cursor = random.nextInt(length + 1);
        for (int i = 0; i < STROKES; i++) {
            int key = random.nextInt(3);
            if (key == 0 && cursor > 0) {
                strokes.add(new Stroke(--cursor, ""));
                length--;
            } else if (key == 1 && cursor < length) {
                strokes.add(new Stroke(cursor, ""));
                length--;
            } else {
                String word = word();
                strokes.add(new Stroke(cursor, word));
                cursor += word.length();
                length += word.length();
            }
        }
        return strokes;
    }

    /** Presses some keys at one position; each is a change of its own. */
    void type(int at) {
        YText text = docs.get(at).getText("t");
        for (Stroke stroke : strokes(at)) {
            both(at, command("type", "stroke", stroke.fields()), () -> stroke.apply(text));
        }
    }

    void edit(int at) {
        YDoc doc = docs.get(at);
        YText text = doc.getText("t");
        switch (random.nextInt(11)) {
            case 0, 1 -> {
                int index = random.nextInt(text.length() + 1);
                String word = word();
                both(at, command("insert", "index", index, "text", word), () -> text.insert(index, word));
            }
            case 2 -> {
                int index = random.nextInt(text.length() + 1);
                Map<String, Object> attributes = attributes();
                both(
                        at,
                        command("insert", "index", index, "text", "Z", "attributes", attributes),
                        () -> text.insert(index, "Z", ((Any.Obj) Any.of(attributes)).entries()));
            }
            case 3, 4 -> {
                int index = random.nextInt(text.length() + 1);
                int length = Math.min(text.length() - index, random.nextInt(6));
                both(at, command("delete", "index", index, "length", length), () -> text.delete(index, length));
            }
            case 5 -> {
                int index = random.nextInt(text.length() + 1);
                int length = text.length() - index;
                Map<String, Object> attributes = attributes();
                both(
                        at,
                        command("format", "index", index, "length", length, "attributes", attributes),
                        () -> text.format(index, length, ((Any.Obj) Any.of(attributes)).entries()));
            }
            case 6 -> {
                int index = random.nextInt(text.length() + 1);
                Map<String, Object> image = Map.of("image", word());
                both(
                        at,
                        command("embed", "index", index, "item", image),
                        () -> text.insertEmbed(index, YValue.of(image)));
            }
            case 7 -> editMap(at, doc.getMap("m"));
            case 8 -> editArray(at, doc.getArray("a"));
            case 9 -> type(at);
            default -> editXml(at, doc.getXmlFragment("x"));
        }
    }

    private void editMap(int at, YMap map) {
        String key = "k" + random.nextInt(3);
        if (random.nextInt(3) == 0) {
            both(at, command("remove", "key", key), () -> map.delete(key));
        } else if (random.nextInt(3) == 0) {
            YMap inner = new YMap();
            inner.set("n", 1);
            both(at, command("set", "key", key, "item", Map.of("map", Map.of("n", 1))), () -> map.set(key, inner));
        } else {
            double number = random.nextBoolean() ? random.nextInt() : random.nextDouble();
            both(at, command("set", "key", key, "item", number), () -> map.set(key, number));
        }
    }

    private void editArray(int at, YArray array) {
        int index = random.nextInt(array.length() + 1);
        if (index < array.length() && random.nextInt(3) == 0) {
            both(at, command("pull", "index", index), () -> array.delete(index, 1));
            return;
        }
        List<Object> items = new ArrayList<>(List.of(random.nextInt(100), word(), List.of(true)));
        List<Object> sent = new ArrayList<>(items);
        if (random.nextBoolean()) {
            items.add(1, new byte[] {1, 2});
            sent.add(1, Map.of("bytes", base64(new byte[] {1, 2})));
        }
        both(at, command("push", "index", index, "items", sent), () -> array.insert(index, items));
    }

    private void editXml(int at, YXmlFragment xml) {
        int index = random.nextInt(xml.length() + 1);
        if (index < xml.length() && random.nextInt(4) == 0) {
            both(at, command("prune", "index", index), () -> xml.delete(index, 1));
        } else if (index < xml.length() && random.nextBoolean()) {
            int level = random.nextInt(5);
            YXmlElement element = (YXmlElement) xml.get(index);
            both(at, command("attribute", "index", index, "item", level), () -> element.setAttribute("level", level));
        } else {
            String word = word();
            YXmlElement element = new YXmlElement("paragraph");
            element.setAttribute("level", 1);
            element.push(List.of(new YXmlText(word)));
            both(
                    at,
                    command("node", "index", index, "item", Map.of("element", "paragraph", "level", 1, "text", word)),
                    () -> xml.insert(index, List.of(element)));
        }
    }

    private Map<String, Object> attributes() {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("bold", random.nextBoolean() ? true : null);
        if (random.nextBoolean()) {
            attributes.put("link", Map.of("href", word()));
        }
        return attributes;
    }

    String word() {
        return List.of("a", "bc", "ä", "漢字😀", "hello ").get(random.nextInt(5));
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    static Map<String, Object> command(String op, Object... fields) {
        Map<String, Object> command = new LinkedHashMap<>();
        command.put("op", op);
        for (int i = 0; i < fields.length; i += 2) {
            command.put((String) fields[i], fields[i + 1]);
        }
        return command;
    }
}
