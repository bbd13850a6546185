package io.collab.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.crdt.lib0.Any;
import io.collab.crdt.sync.Awareness;
import io.collab.crdt.sync.AwarenessLimits;
import io.collab.crdt.update.DecodeLimits;
import io.collab.crdt.update.Updates;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What Yjs 14 writes into updates of format 1 and 2. The expected bytes are those of npm yjs 13.6.33. */
class NextFormatTest {

    private static final long LARGEST = (1L << 53) - 1;

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    /** Returns the updates that insert a, b and c at the beginning of a text. */
    private static List<byte[]> typedByTheLargestClient() {
        YDoc doc = Documents.doc(LARGEST);
        List<byte[]> updates = Documents.record(doc);
        for (String letter : List.of("a", "b", "c")) {
            doc.getText("t").insert(0, letter);
        }
        return updates;
    }

    @Test
    void liveUpdatesMayHaveGapsAndClientIdsOf53Bits() {
        List<byte[]> updates = typedByTheLargestClient();
        byte[] gap = Updates.merge(List.of(updates.get(0), updates.get(2)));
        assertThat(gap).isEqualTo(hex("0103ffffffffffffff0f000401017401610a0144ffffffffffffff0f01016300"));
        YDoc doc = Documents.replicaOf(updates.get(0));
        doc.applyUpdate(gap);
        assertThat(doc.getText("t")).hasToString("a");
        assertThat(doc.missing()).containsExactly(Map.entry(LARGEST, 1L));
        assertThat(doc.encodeStateAsUpdate()).isEqualTo(gap);
        assertThat(doc.encodeStateAsUpdateV2())
                .isEqualTo(hex("000009ffffffffffffff1f000001020504000a004406037461634101010100000103000100"));
        doc.applyUpdate(updates.get(1));
        assertThat(doc.getText("t")).hasToString("cba");
        assertThat(doc.encodeStateVector()).isEqualTo(hex("01ffffffffffffff0f03"));
        doc.getText("t").delete(1, 1);
        assertThat(doc.encodeStateAsUpdate())
                .isEqualTo(hex("0103ffffffffffffff0f0004010174016141ffffffffffffff0f00"
                        + "0144ffffffffffffff0f01016301ffffffffffffff0f010101"));
        assertThat(doc.encodeStateAsUpdateV2())
                .isEqualTo(hex("000009ffffffffffffff1f01000200020504004100440603746163"
                        + "4101010100010101030001ffffffffffffff0f010100"));
    }

    @Test
    void updatesWithGapsAreAdmittedOnce() {
        List<byte[]> updates = typedByTheLargestClient();
        byte[] gap = Updates.merge(List.of(updates.get(0), updates.get(2)));
        YDoc server = new YDoc(YDocOptions.replica());
        server.applyUpdate(new UpdateAdmission(server, DecodeLimits.DEFAULT).admit(gap));
        assertThat(new UpdateAdmission(server, DecodeLimits.DEFAULT).admit(gap)).isNull();
        assertThat(server.missing()).containsExactly(Map.entry(LARGEST, 1L));
        byte[] all = Updates.merge(updates);
        server.applyUpdate(new UpdateAdmission(server, DecodeLimits.DEFAULT).admit(all));
        assertThat(server.getText("t")).hasToString("cba");
        assertThat(server.hasPending()).isFalse();
    }

    @Test
    void clientIdsOf53BitsArePossibleEverywhere() {
        YDoc doc = Documents.doc(LARGEST);
        YText text = doc.getText("t");
        text.insert(0, "hello");
        text.delete(1, 2);
        RelativePosition position = RelativePosition.of(text, 2, 0);
        assertThat(RelativePosition.decode(position.encode()).resolve(doc)).isEqualTo(position.resolve(doc));
        assertThat(RelativePosition.fromJson(position.toJson())).isEqualTo(position);
        Snapshot snapshot = Snapshot.of(doc);
        assertThat(Snapshot.decode(snapshot.encode())).isEqualTo(snapshot);
        assertThat(Snapshot.decodeV2(snapshot.encodeV2())).isEqualTo(snapshot);
        YDoc copy = new YDoc(YDocOptions.replica());
        copy.applyUpdateV2(doc.encodeStateAsUpdateV2());
        Documents.assertEqual(copy, doc);
        Awareness sender = new Awareness(LARGEST, () -> 0, AwarenessLimits.DEFAULT);
        sender.setLocalState(Any.of("here"));
        Awareness receiver = new Awareness(() -> 0, AwarenessLimits.DEFAULT);
        receiver.applyUpdate(sender.encodeUpdate(List.of(LARGEST)), null);
        assertThat(receiver.states()).containsOnlyKeys(LARGEST);
    }
}
