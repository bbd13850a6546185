package io.collab.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.crdt.lib0.Any;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Golden bytes of npm yjs: src/test/interop/golden.mjs, the part "documents". */
class YDocInteropTest {

    @Test
    void updatesHaveTheEffectOfYjs() {
        for (Golden history : Golden.lines("documents.jsonl")) {
            boolean gc = ((Any.Bool) history.any("gc")).value();
            YDoc doc = new YDoc(YDocOptions.of(() -> 9).withGc(gc));
            nameRoots(doc);
            List<byte[]> emitted = new ArrayList<>();
            doc.onUpdate((update, transaction) -> emitted.add(update));
            for (Any item : ((Any.Array) history.any("steps")).items()) {
                Golden step = new Golden(((Any.Obj) item).entries());
                emitted.clear();
                doc.applyUpdate(step.bytes("update"));
                doc.checkInvariants();
                assertThat(emitted).containsExactlyElementsOf(step.listOfBytes("emitted"));
                if (step.has("state")) {
                    assertThat(doc.encodeStateAsUpdate()).isEqualTo(step.bytes("state"));
                }
            }
            assertThat(doc.encodeStateAsUpdate()).isEqualTo(history.bytes("state"));
            assertThat(doc.encodeStateVector()).isEqualTo(history.bytes("sv"));
            assertThat(doc.encodeStateAsUpdate(history.bytes("diffSv"))).isEqualTo(history.bytes("diff"));
            assertContent(doc, new Golden(((Any.Obj) history.any("content")).entries()));
            assertReloads(doc, history.bytes("state"));
        }
    }

    private static void nameRoots(YDoc doc) {
        doc.getText("t");
        doc.getMap("m");
        doc.getArray("a");
        doc.getXmlFragment("x");
    }

    private static void assertContent(YDoc doc, Golden expected) {
        assertThat(doc.getArray("a").toJson()).isEqualTo(expected.any("array"));
        assertThat(doc.getXmlFragment("x").toString()).isEqualTo(expected.text("xml"));
        List<Any> delta = new ArrayList<>();
        for (Delta step : doc.getText("t").toDelta()) {
            Map<String, Any> entries = new LinkedHashMap<>();
            Map<String, Any> attributes;
            if (step instanceof Delta.InsertText insert) {
                entries.put("insert", new Any.Text(insert.text()));
                attributes = insert.attributes();
            } else {
                Delta.InsertValue insert = (Delta.InsertValue) step;
                entries.put("insert", insert.value() instanceof YType type ? type.toJson() : data(insert.value()));
                attributes = insert.attributes();
            }
            if (!attributes.isEmpty()) {
                entries.put("attributes", new Any.Obj(attributes));
            }
            delta.add(new Any.Obj(entries));
        }
        assertThat(new Any.Array(delta)).isEqualTo(expected.any("text"));
    }

    private static Any data(YValue value) {
        return ((YValue.Data) value).value();
    }

    private static void assertReloads(YDoc doc, byte[] state) {
        YDoc copy = new YDoc(YDocOptions.replica().withGc(doc.options().gc()));
        copy.applyUpdate(state);
        copy.checkInvariants();
        assertThat(copy.encodeStateVector()).isEqualTo(doc.encodeStateVector());
        assertThat(Documents.content(copy)).isEqualTo(Documents.content(doc));
        assertThat(copy.encodeStateAsUpdate()).isEqualTo(state);
    }
}
