package io.collab.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.crdt.lib0.Any;
import io.collab.crdt.lib0.Encoder;
import io.collab.crdt.update.ColumnWriter;
import io.collab.crdt.update.DeleteSet;
import io.collab.crdt.update.StructCursor;
import io.collab.crdt.update.StructInfo;
import io.collab.crdt.update.Updates;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Golden bytes of npm yjs in format 2: src/test/interop/golden.mjs, the parts "format 2". */
class YDocInteropV2Test {

    @Test
    void updatesOfBothFormatsHaveTheEffectOfYjs() {
        for (Golden history : Golden.lines("documents-v2.jsonl")) {
            boolean gc = ((Any.Bool) history.any("gc")).value();
            YDoc doc = new YDoc(YDocOptions.of(() -> 9).withGc(gc));
            doc.getText("t");
            doc.getMap("m");
            doc.getArray("a");
            doc.getXmlFragment("x");
            List<byte[]> emitted = new ArrayList<>();
            doc.onUpdateV2((update, transaction) -> emitted.add(update));
            for (Any item : ((Any.Array) history.any("steps")).items()) {
                Golden step = new Golden(((Any.Obj) item).entries());
                emitted.clear();
                if (step.any("v").equals(Any.of(2))) {
                    doc.applyUpdateV2(step.bytes("update"));
                } else {
                    doc.applyUpdate(step.bytes("update"));
                }
                doc.checkInvariants();
                assertThat(emitted).containsExactlyElementsOf(step.listOfBytes("emitted"));
                if (step.has("state")) {
                    assertThat(doc.encodeStateAsUpdateV2()).isEqualTo(step.bytes("state"));
                }
                if (step.has("stateV1")) {
                    assertThat(doc.encodeStateAsUpdate()).isEqualTo(step.bytes("stateV1"));
                }
            }
            assertThat(doc.encodeStateAsUpdateV2()).isEqualTo(history.bytes("state"));
            assertThat(doc.encodeStateAsUpdateV2(history.bytes("diffSv"))).isEqualTo(history.bytes("diff"));
            assertThat(doc.encodeStateAsUpdate()).isEqualTo(history.bytes("stateV1"));
            assertReloads(doc, history.bytes("state"));
        }
    }

    private static void assertReloads(YDoc doc, byte[] state) {
        YDoc copy = new YDoc(YDocOptions.replica().withGc(doc.options().gc()));
        copy.applyUpdateV2(state);
        copy.checkInvariants();
        assertThat(Documents.content(copy)).isEqualTo(Documents.content(doc));
        assertThat(copy.encodeStateAsUpdateV2()).isEqualTo(state);
    }

    @Test
    void embedsAndMarksKeepValuesThatJsonCannotRepresent() {
        for (Golden line : Golden.lines("values-v2.jsonl")) {
            YDoc doc = Documents.doc(7);
            doc.applyUpdateV2(line.bytes("v2"));
            assertThat(doc.encodeStateAsUpdateV2()).isEqualTo(line.bytes("v2"));
            assertThat(Updates.mergeV2(List.of(line.bytes("v2"), line.bytes("v2"))))
                    .isEqualTo(line.bytes("v2"));
            if (line.has("v1")) {
                assertThat(doc.encodeStateAsUpdate()).isEqualTo(line.bytes("v1"));
                assertThat(Updates.convertV2ToV1(line.bytes("v2"))).isEqualTo(line.bytes("v1"));
            }
        }
    }

    @Test
    void pendingUpdatesKeepValuesThatJsonCannotRepresent() {
        for (Golden line : Golden.lines("values-v2.jsonl")) {
            YDoc doc = Documents.doc(7);
            doc.applyUpdateV2(Updates.diffV2(line.bytes("v2"), new byte[] {1, 1, 1}));
            assertThat(doc.hasPending()).isTrue();
            doc.applyUpdateV2(line.bytes("v2"));
            assertThat(doc.hasPending()).isFalse();
            assertThat(doc.encodeStateAsUpdateV2()).isEqualTo(line.bytes("v2"));
        }
    }

    @Test
    void aBigIntegerInAnEmbedCanBeWrittenInFormatOne() {
        Golden line = Golden.lines("values-v2.jsonl").get(3);
        YDoc doc = Documents.doc(7);
        doc.applyUpdateV2(line.bytes("v2"));
        YDoc copy = Documents.replicaOf(doc.encodeStateAsUpdate());
        assertThat(copy.getText("t").toDelta()).hasSize(3);
    }

    /** As in Yjs, two halves of a surrogate pair in two strings are kept; in format 1 both are lost. */
    @Test
    void halvesOfASurrogatePairMeetInTheColumnOfStrings() {
        ColumnWriter out = new ColumnWriter();
        out.begin(5, 0, 4);
        out.parentRoot("t");
        out.strings().write("a\ud83d");
        out.begin(5, 2, StructInfo.LEFT_ORIGIN | StructCursor.STRING);
        out.left(5, 1);
        out.strings().write("\ude00b");
        Encoder encoder = new Encoder();
        out.finish(encoder);
        new DeleteSet().writeV2(encoder);
        byte[] update = encoder.toByteArray();
        assertThat(Updates.diffV2(update, new byte[] {0})).isEqualTo(update);
        assertThat(text(Updates.convertV2ToV1(update))).isEqualTo("a\ufffd\ufffdb");
        YDoc doc = Documents.doc(7);
        doc.applyUpdateV2(update);
        assertThat(doc.getText("t").toString()).isEqualTo("a\ud83d\ude00b");
        assertThat(text(doc.encodeStateAsUpdate())).isEqualTo("a\ud83d\ude00b");
    }

    /** Merging cuts the second half off a run; as in Yjs, it does not meet the first half again. */
    @Test
    void halvesOfASurrogatePairThatAreCutApartDoNotMeetAgain() {
        byte[] halves = hex("00000305040501020003040084" + "0b077478f09f988079014200" + "01010000020100010000");
        byte[] whole = hex("00000105000001040a077478f09f98807a01040101000001010000");
        byte[] merged = hex("000004450004050202000003040084110d7478efbfbdefbfbd7aefbfbd7901420101010000020200010000");
        assertThat(Updates.mergeV2(List.of(halves, whole))).isEqualTo(merged);
        assertThat(Updates.mergeV2(List.of(whole, halves)))
                .isEqualTo(hex("000003050405010200030400840f0b7478f09f98807aefbfbd7901040201010000020100010000"));
        YDoc doc = Documents.doc(7);
        doc.applyUpdateV2(halves);
        assertThat(doc.encodeStateAsUpdateV2()).isEqualTo(halves);
        doc.applyUpdateV2(whole);
        assertThat(doc.encodeStateAsUpdateV2()).isEqualTo(merged);
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private static String text(byte[] update) {
        return Documents.replicaOf(update).getText("t").toString();
    }
}
