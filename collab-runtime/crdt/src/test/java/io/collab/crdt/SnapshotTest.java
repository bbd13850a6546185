package io.collab.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collab.crdt.lib0.Any;
import io.collab.crdt.lib0.DecodeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SnapshotTest {

    private static final YDocOptions KEEPING = YDocOptions.of(() -> 1).withGc(false);

    private final YDoc doc = new YDoc(KEEPING);

    @AfterEach
    void invariantsHold() {
        doc.checkInvariants();
    }

    @Test
    void anOldStateIsShown() {
        YText text = doc.getText("t");
        text.insert(0, "hello world");
        doc.getArray("a").push(List.of(1, 2, 3));
        doc.getMap("m").set("k", "old");
        Snapshot old = Snapshot.of(doc);
        text.delete(0, 6);
        text.insert(5, "!");
        doc.getArray("a").delete(0, 2);
        doc.getMap("m").set("k", "new");
        doc.getMap("m").set("l", 1);
        assertThat(text.toDelta(old, null)).containsExactly(new Delta.InsertText("hello world", Map.of()));
        assertThat(doc.getArray("a").toList(old)).containsExactlyElementsOf(YValue.allOf(List.of(1, 2, 3)));
        assertThat(doc.getMap("m").get("k", old)).isEqualTo(YValue.of("old"));
        assertThat(doc.getMap("m").entries(old)).isEqualTo(Map.of("k", YValue.of("old")));
    }

    @Test
    void valuesThatJsonDoesNotKnowAreRestored() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("bytes", new byte[] {1, 2});
        value.put("number", Double.NaN);
        value.put("nothing", Any.UNDEFINED);
        value.put("zero", -0.0);
        value.put("large", Long.MAX_VALUE);
        doc.getText("t").insertEmbed(0, YValue.of(value), Map.of("mark", Any.of(value)));
        YDoc restored = Snapshot.of(doc).restore(doc, KEEPING);
        assertThat(restored.getText("t").toDelta()).isEqualTo(doc.getText("t").toDelta());
        assertThat(restored.encodeStateAsUpdateV2()).isEqualTo(doc.encodeStateAsUpdateV2());
    }

    @Test
    void twoStatesAreCompared() {
        YText text = doc.getText("t");
        text.insert(0, "hello world");
        Snapshot before = Snapshot.of(doc);
        text.delete(0, 6);
        text.insert(5, "!");
        byte[] state = doc.encodeStateAsUpdate();
        assertThat(text.toDelta(Snapshot.of(doc), before))
                .containsExactly(
                        new Delta.InsertText("hello ", Map.of("ychange", Any.of(Map.of("type", "removed")))),
                        new Delta.InsertText("world", Map.of()),
                        new Delta.InsertText("!", Map.of("ychange", Any.of(Map.of("type", "added")))));
        assertThat(doc.encodeStateAsUpdate()).as("cuts are joined again").isEqualTo(state);
    }

    @Test
    void attributesAreShown() {
        YXmlElement element = new YXmlElement("p");
        doc.getXmlFragment("x").insert(0, List.of(element));
        element.setAttribute("a", 1);
        YXmlText text = new YXmlText("t");
        element.insert(0, List.of(text));
        text.setAttribute("a", 1);
        Snapshot old = Snapshot.of(doc);
        element.setAttribute("a", 2);
        text.removeAttribute("a");
        element.delete(0, 1);
        assertThat(element.attributes(old)).isEqualTo(Map.of("a", YValue.of(1)));
        assertThat(text.attributes(old)).isEqualTo(Map.of("a", YValue.of(1)));
        assertThat(text.getAttribute("a")).isNull();
        assertThat(element.toList(old)).containsExactly(text);
    }

    @Test
    void aDocumentIsRestoredFromASnapshot() {
        YText text = doc.getText("t");
        text.insert(0, "hello world");
        Snapshot old = Snapshot.of(doc);
        text.insert(11, "!");
        text.delete(0, 6);
        YDoc restored = old.restore(doc, KEEPING);
        restored.checkInvariants();
        assertThat(restored.getText("t").toString()).isEqualTo("hello world");
        assertThat(Snapshot.of(restored)).isEqualTo(old).hasSameHashCodeAs(old);
        assertThat(text.toString()).isEqualTo("world!");
        assertThatThrownBy(() -> old.restore(Documents.doc(2), KEEPING)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> old.restore(new YDoc(KEEPING), KEEPING)).isInstanceOf(IllegalArgumentException.class);
    }

    /**
     * Bytes of npm yjs 13.6.33: {@code encodeSnapshot}, {@code encodeSnapshotV2} of "abc" by client 1 without its "b".
     */
    @Test
    void bothFormatsAreThoseOfYjs() {
        doc.getText("t").insert(0, "abc");
        doc.getText("t").delete(1, 1);
        Snapshot snapshot = Snapshot.of(doc);
        assertThat(Base64.getEncoder().encodeToString(snapshot.encode())).isEqualTo("AQEBAQEBAQM=");
        assertThat(Base64.getEncoder().encodeToString(snapshot.encodeV2())).isEqualTo("AQEBAQABAQM=");
        assertThat(Snapshot.decode(snapshot.encode())).isEqualTo(snapshot);
        assertThat(Snapshot.decodeV2(snapshot.encodeV2())).isEqualTo(snapshot);
        assertThat(Snapshot.decode(Snapshot.EMPTY.encode())).isEqualTo(Snapshot.EMPTY);
        assertThat(Snapshot.EMPTY).isNotEqualTo(snapshot);
    }

    @Test
    void anUpdateIsInASnapshotOrNot() {
        List<byte[]> updates = Documents.record(doc);
        List<byte[]> updatesV2 = new ArrayList<>();
        doc.onUpdateV2((update, transaction) -> updatesV2.add(update));
        doc.getText("t").insert(0, "abc");
        Snapshot first = Snapshot.of(doc);
        doc.getText("t").delete(1, 1);
        Snapshot second = Snapshot.of(doc);
        assertThat(first.containsUpdate(updates.get(0))).isTrue();
        assertThat(first.containsUpdate(updates.get(1))).isFalse();
        assertThat(second.containsUpdate(updates.get(1))).isTrue();
        assertThat(second.containsUpdateV2(updatesV2.get(1))).isTrue();
        assertThat(first.containsUpdateV2(updatesV2.get(1))).isFalse();
        assertThat(Snapshot.EMPTY.containsUpdate(updates.get(0))).isFalse();
    }

    @Test
    void damagedBytesAreRefused() {
        doc.getText("t").insert(0, "abc");
        doc.getText("t").delete(1, 1);
        byte[] bytes = Snapshot.of(doc).encode();
        for (int i = 0; i < bytes.length; i++) {
            byte[] cut = Arrays.copyOf(bytes, i);
            assertThatThrownBy(() -> Snapshot.decode(cut)).isInstanceOf(DecodeException.class);
        }
    }
}
