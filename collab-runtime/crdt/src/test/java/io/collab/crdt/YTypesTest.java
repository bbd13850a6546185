package io.collab.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collab.crdt.lib0.Any;
import io.collab.crdt.update.DeleteSet;
import io.collab.crdt.update.StateVectors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class YTypesTest {

    private final YDoc doc = Documents.doc(1);

    @AfterEach
    void invariantsHold() {
        doc.checkInvariants();
    }

    @Test
    void aRootHasATypeOnceItIsRequested() {
        doc.getText("t").insert(0, "hello");
        YDoc replica = Documents.replicaOf(doc.encodeStateAsUpdate());
        assertThat(replica.root("t")).isNull();
        YText text = replica.getText("t");
        assertThat(replica.root("t")).isSameAs(text);
        assertThat(replica.root("absent")).isNull();
        assertThat(replica.rootNames()).containsExactly("t");
    }

    @Test
    void richTextIsInsertedFormattedAndDescribed() {
        YText text = doc.getText("t");
        text.insert(0, "hello world");
        text.format(0, 5, Map.of("bold", Any.of(true)));
        text.insert(5, "!");
        text.insertEmbed(6, YValue.of(Map.of("image", "i.png")));
        text.delete(0, 1);
        assertThat(text.toDelta())
                .containsExactly(
                        new Delta.InsertText("ello!", Map.of("bold", Any.of(true))),
                        new Delta.InsertValue(YValue.of(Map.of("image", "i.png")), Map.of()),
                        new Delta.InsertText(" world", Map.of()));
        assertThat(text.toString()).isEqualTo("ello! world");
        assertThat(text.length()).isEqualTo(12);
    }

    @Test
    void nullEndsAnAttributeHoweverItIsWritten() {
        YText text = doc.getText("t");
        text.insert(0, "abc", Map.of("bold", Any.of(true)));
        Map<String, Any> attributes = new HashMap<>();
        attributes.put("bold", null);
        text.format(1, 1, attributes);
        assertThat(text.toDelta())
                .contains(new Delta.InsertText("b", Map.of()))
                .isEqualTo(Documents.replicaOf(doc.encodeStateAsUpdate())
                        .getText("t")
                        .toDelta());
        YDoc other = Documents.doc(2);
        other.applyUpdateV2(doc.encodeStateAsUpdateV2());
        assertThat(other.getText("t").toDelta()).isEqualTo(text.toDelta());
    }

    @Test
    void aDeltaIsApplied() {
        YText text = doc.getText("t");
        text.applyDelta(List.of(new Delta.InsertText("one two", Map.of())));
        text.applyDelta(
                List.of(
                        new Delta.Retain(3, Map.of("i", Any.of(1))),
                        new Delta.Retain(1, Map.of()),
                        new Delta.Delete(3),
                        new Delta.InsertText("three\n", Map.of())),
                false);
        assertThat(text.toDelta())
                .containsExactly(
                        new Delta.InsertText("one", Map.of("i", Any.of(1))), new Delta.InsertText(" three", Map.of()));
    }

    @Test
    void nestedTypesAreBuiltBeforeAndAfterTheInsertion() {
        YMap map = new YMap();
        map.set("list", new YArray());
        map.set("n", 1);
        doc.getMap("m").set("k", map);
        YArray list = (YArray) map.get("list");
        list.push(List.of("a", 2, true, new byte[] {1}));
        list.insert(1, List.of(new YText("text")));
        assertThat(list.parent()).isSameAs(map);
        assertThat(doc.getMap("m").toJson())
                .isEqualTo(Any.of(Map.of("k", Map.of("n", 1, "list", List.of("a", "text", 2, true, new byte[] {1})))));
        list.delete(0, 2);
        assertThat(list.get(0)).isEqualTo(YValue.of(2));
        assertThat(list.length()).isEqualTo(3);
        assertThat(map.keys()).containsExactly("list", "n");
    }

    @Test
    void aDeletedTypeCannotBeEdited() {
        YArray list = new YArray();
        doc.getMap("m").set("k", list);
        doc.getMap("m").delete("k");
        assertThatThrownBy(() -> list.push(List.of(1))).isInstanceOf(IllegalStateException.class);
        assertThat(list.toList()).isEmpty();
    }

    @Test
    void xmlHasElementsAttributesAndText() {
        YXmlElement element = new YXmlElement("Paragraph");
        element.setAttribute("level", 2);
        element.push(List.of(new YXmlText("hi"), new YXmlHook("hook")));
        doc.getXmlFragment("x").push(List.of(element));
        ((YXmlText) element.get(0)).format(0, 1, Map.of("b", Any.of(Map.of("k", "v"))));
        assertThat(doc.getXmlFragment("x").toString())
                .isEqualTo("<paragraph level=\"2\"><b k=\"v\">h</b>i[object Object]</paragraph>");
        element.removeAttribute("level");
        assertThat(element.attributes()).isEmpty();
    }

    @Test
    void aRootHasOneKind() {
        doc.getText("t");
        assertThatThrownBy(() -> doc.getMap("t")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void rangesAreChecked() {
        doc.getText("t").insert(0, "abc");
        assertThatThrownBy(() -> doc.getText("t").delete(2, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> doc.getText("t").insert(4, "x")).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> doc.getArray("a").get(0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> doc.getArray("a").insert(1, List.of(1))).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aTransactionIsOneUpdateWithItsOrigin() {
        List<Object> origins = new ArrayList<>();
        doc.onUpdate((update, transaction) -> origins.add(transaction.origin()));
        doc.transact(
                transaction -> {
                    doc.getText("t").insert(0, "a");
                    doc.getMap("m").set("k", 1);
                },
                "me");
        doc.transact(() -> doc.getText("t"));
        assertThat(origins).containsExactly("me");
    }

    @Test
    void aFailingChangeKeepsItsEditsAndEmitsThem() {
        List<byte[]> updates = Documents.record(doc);
        assertThatThrownBy(() -> doc.transact(() -> {
                    doc.getText("t").insert(0, "a");
                    throw new IllegalArgumentException("on purpose");
                }))
                .hasMessage("on purpose");
        assertThat(Documents.replicaOf(updates.get(0)).getText("t").toString()).isEqualTo("a");
    }

    @Test
    void aClientIdInUseByAnotherDocumentIsReplaced() {
        long[] ids = {7};
        YDoc here = new YDoc(YDocOptions.of(() -> ids[0]++));
        YDoc there = Documents.doc(7);
        there.getText("t").insert(0, "x");
        here.applyUpdate(there.encodeStateAsUpdate());
        assertThat(here.clientId()).isEqualTo(8);
    }

    @Test
    void aClientIdAboveTheMaximumIsRefused() {
        for (long id : new long[] {-1, Long.MIN_VALUE, 1L << 53}) {
            assertThatThrownBy(() -> Documents.doc(id)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aDocumentWithoutNewClientIdStillEmitsUpdates() {
        long[] ids = {7, -1};
        int[] calls = {0};
        YDoc here = new YDoc(YDocOptions.of(() -> ids[calls[0]++]));
        List<byte[]> updates = Documents.record(here);
        YDoc there = Documents.doc(7);
        there.getText("t").insert(0, "x");
        assertThatThrownBy(() -> here.applyUpdate(there.encodeStateAsUpdate()))
                .isInstanceOf(IllegalArgumentException.class);
        here.setClientId(8);
        here.getText("t").insert(1, "y");
        assertThat(updates).hasSize(2);
        assertThat(Documents.replicaOf(updates.toArray(byte[][]::new))
                        .getText("t")
                        .toString())
                .isEqualTo("xy");
    }

    @Test
    void aRegistrationIsRemovedOnceAndAlone() {
        List<String> heard = new ArrayList<>();
        UpdateListener listener = (update, transaction) -> heard.add("update");
        Consumer<Transaction> finished = transaction -> heard.add("transaction");
        Runnable first = doc.onUpdate(listener);
        doc.onUpdate(listener);
        Runnable firstFinished = doc.onAfterTransaction(finished);
        doc.onAfterTransaction(finished);
        for (Runnable removal : List.of(first, first, firstFinished, firstFinished)) {
            removal.run();
        }
        doc.getMap("m").set("k", 1);
        assertThat(heard).containsExactly("transaction", "update");
    }

    @Test
    void richTextOfProseMirrorSurvives() {
        Golden golden = Golden.lines("prosemirror.jsonl").get(0);
        YDoc copy = Documents.replicaOf(golden.listOfBytes("updates").toArray(byte[][]::new));
        copy.checkInvariants();
        assertThat(copy.getXmlFragment("default").toString()).isEqualTo(golden.text("xml"));
        assertThat(copy.encodeStateAsUpdate()).isEqualTo(golden.bytes("state"));
        YDoc reloaded = Documents.replicaOf(golden.bytes("state"));
        assertThat(reloaded.getXmlFragment("default").toString()).isEqualTo(golden.text("xml"));
        assertThat(reloaded.encodeStateAsUpdate()).isEqualTo(golden.bytes("state"));
    }

    @Test
    void theDeleteSetAndTheClientIdAreReturned() {
        YText text = doc.getText("t");
        text.insert(0, "abcdef");
        text.delete(1, 2);
        doc.setClientId(7);
        text.insert(4, "x");
        text.delete(4, 1);
        DeleteSet deleted = doc.deleteSet();
        assertThat(deleted.clients()).containsExactly(7L, 1L);
        assertThat(deleted.size()).isEqualTo(2);
        assertThat(doc.stateVector()).isEqualTo(Map.of(7L, 1L, 1L, 6L));
        assertThat(doc.hasPendingDeletions()).isFalse();
        assertThatThrownBy(() -> doc.setClientId(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theUpdateAfterAVeryLongOneIsItsOwn() {
        YText text = doc.getText("t");
        List<byte[]> updates = new ArrayList<>();
        doc.onUpdate((update, transaction) -> updates.add(update));
        doc.onUpdateV2((update, transaction) -> updates.add(update));
        text.insert(0, "x".repeat(3 << 20));
        text.insert(0, "y");
        YDoc copy = Documents.replicaOf(updates.get(0), updates.get(2));
        YDoc copyV2 = Documents.replicaOf();
        copyV2.applyUpdateV2(updates.get(1));
        copyV2.applyUpdateV2(updates.get(3));
        assertThat(updates.get(2)).hasSizeLessThan(20);
        assertThat(updates.get(3)).hasSizeLessThan(40);
        assertThat(copy.encodeStateAsUpdate()).isEqualTo(doc.encodeStateAsUpdate());
        assertThat(copyV2.encodeStateAsUpdate()).isEqualTo(doc.encodeStateAsUpdate());
    }

    @Test
    void collectedValuesAreReleased() {
        YDoc doc = Documents.doc(1);
        YMap map = doc.getMap("m");
        YArray inner = new YArray();
        map.set("list", inner);
        inner.push(List.of("a", "b"));
        map.set("k", "old");
        map.set("k", "new");
        doc.getArray("a").push(List.of(1, 2, 3));
        doc.getArray("a").delete(1, 1);
        map.delete("list");
        assertThat(doc.store.clients.get(0).values().stream().filter(value -> value != Any.UNDEFINED))
                .containsExactly(Any.of("new"), Any.of(1), Any.of(3));
        assertThat(doc.getArray("a").toJson()).isEqualTo(Any.of(List.of(1, 3)));
        doc.checkInvariants();
    }

    /** Bytes of npm yjs 13.6.33. */
    @Test
    void theRestOfGarbageIsWrittenWithoutOrigin() {
        YDoc doc = Documents.doc(1);
        YArray inner = new YArray();
        doc.getMap("m").set("k", inner);
        inner.push(List.of(1, 2, 3));
        doc.getMap("m").delete("k");
        byte[] missing = doc.encodeStateAsUpdate(StateVectors.encode(Map.of(1L, 2L)));
        assertThat(HexFormat.of().formatHex(missing)).isEqualTo("0101010200020101010004");
    }
}
