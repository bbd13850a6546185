package io.collab.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.crdt.lib0.Any;
import io.collab.crdt.sync.Awareness;
import io.collab.crdt.sync.AwarenessLimits;
import io.collab.crdt.update.DecodeLimits;
import io.collab.crdt.update.StateVectors;
import io.collab.crdt.update.Updates;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Input that Yjs reads although it never writes it. The expected bytes are those of npm yjs 13.6.33. */
class LenientInputTest {

    private static final byte[] EMPTY_STATE = {0};
    private static final byte[] HI = hex("01 01 07 00 04 01 01 74 02 68 69 00");
    private static final byte[] PADDED_HI = hex("81 00 01 87 00 00 04 01 81 00 74 82 80 00 68 69 80 00");

    /** Bytes, two types and a deletion with superfluous zeros in all numbers that are copied with their content. */
    private static final byte[] PADDED = hex("01 03 07 00 23 01 01 6d 81 00 6b 82 00 01 02 07 01 01 78 83 00 81 00 70"
            + "27 00 87 00 81 80 00 01 61 83 80 80 00 01 71 01 07 81 00 00 81 00");

    private static final byte[] CANONICAL = hex(
            "01 03 07 00 23 01 01 6d 01 6b 02 01 02 07 01 01 78 03 01 70 27 00 07 01 01 61 03 01 71 01 07 01 00 01");

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    private static byte[] withRest(byte[] bytes) {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 3);
        longer[bytes.length] = 77;
        return longer;
    }

    @Test
    void bytesAfterAnUpdateAreCut() {
        YDoc doc = Documents.replicaOf(withRest(HI));
        assertThat(doc.getText("t")).hasToString("hi");
        assertThat(doc.encodeStateAsUpdate()).isEqualTo(HI);
        assertThat(Updates.diff(withRest(HI), EMPTY_STATE)).isEqualTo(HI);
        assertThat(Updates.merge(List.of(withRest(HI), withRest(HI)))).isEqualTo(HI);
        assertThat(Updates.encodeStateVectorFromUpdate(withRest(HI))).isEqualTo(new byte[] {1, 7, 2});
        assertThat(Updates.meta(withRest(HI)).to()).isEqualTo(Map.of(7L, 2L));
        Updates.validate(withRest(HI), DecodeLimits.DEFAULT);
    }

    @Test
    void bytesAfterAnAdmittedUpdateAreCutAndCounted() {
        UpdateAdmission admission = new UpdateAdmission(Documents.doc(1), DecodeLimits.DEFAULT);
        assertThat(admission.admit(withRest(HI))).isEqualTo(HI);
        assertThat(admission.admit(withRest(HI))).isNull();
        assertThat(admission.covers(withRest(HI))).isTrue();
        assertThat(admission.trailingBytes()).isEqualTo(6);
    }

    @Test
    void bytesAfterAnUpdateOfFormatTwoAreCut() {
        byte[] v2 = Updates.convertV1ToV2(HI);
        YDoc doc = new YDoc(YDocOptions.replica());
        doc.applyUpdateV2(withRest(v2));
        assertThat(doc.encodeStateAsUpdateV2()).isEqualTo(v2);
        assertThat(Updates.convertV2ToV1(withRest(v2))).isEqualTo(HI);
    }

    @Test
    void bytesAfterOtherMessagesAreIgnored() {
        YDoc doc = Documents.replicaOf(HI);
        assertThat(doc.encodeStateAsUpdate(withRest(doc.encodeStateVector())))
                .isEqualTo(doc.encodeStateAsUpdate(doc.encodeStateVector()));
        assertThat(StateVectors.decode(withRest(doc.encodeStateVector()))).isEqualTo(Map.of(7L, 2L));
        Snapshot snapshot = Snapshot.of(doc);
        assertThat(Snapshot.decode(withRest(snapshot.encode()))).isEqualTo(snapshot);
        RelativePosition position = RelativePosition.of(doc.getText("t"), 1, 0);
        assertThat(RelativePosition.decode(withRest(position.encode())))
                .isEqualTo(RelativePosition.decode(position.encode()));
        Awareness sender = new Awareness(7, () -> 0, AwarenessLimits.DEFAULT);
        sender.setLocalState(Any.of(Map.of("name", "Ann")));
        Awareness receiver = new Awareness(() -> 0, AwarenessLimits.DEFAULT);
        receiver.applyUpdate(withRest(sender.encodeUpdate(List.of(7L))), null);
        assertThat(receiver.states()).isEqualTo(sender.states());
    }

    @Test
    void superfluousZerosInNumbersAreNotPassedOn() {
        assertThat(Documents.replicaOf(PADDED_HI).encodeStateAsUpdate()).isEqualTo(HI);
        assertThat(Updates.diff(PADDED_HI, EMPTY_STATE)).isEqualTo(HI);
        assertThat(Updates.merge(List.of(PADDED_HI, new byte[] {0, 0}))).isEqualTo(HI);
        assertThat(new UpdateAdmission(Documents.doc(1), DecodeLimits.DEFAULT).admit(PADDED_HI))
                .isEqualTo(HI);
        assertThat(Updates.diff(PADDED, EMPTY_STATE)).isEqualTo(CANONICAL);
        assertThat(Updates.merge(List.of(PADDED, new byte[] {0, 0}))).isEqualTo(CANONICAL);
        assertThat(new UpdateAdmission(Documents.doc(1), DecodeLimits.DEFAULT).admit(PADDED))
                .isEqualTo(CANONICAL);
        assertThat(Updates.convertV1ToV2(PADDED))
                .isEqualTo(
                        hex("00 02 00 02 02 47 00 01 02 00 05 23 00 07 00 27 09 06 6d 6b 78 70 61 71 41 04 03 01 01 00"
                                + "02 43 00 00 01 03 00 02 01 02 01 07 01 00 00"));
        assertThat(Updates.diff(hex("01 01 07 00 08 01 01 61 82 00 7d 85 80 00 77 81 00 78 00"), EMPTY_STATE))
                .isEqualTo(hex("01 01 07 00 08 01 01 61 02 7d 05 77 01 78 00"));
    }

    @Test
    void superfluousZerosInPendingUpdatesAreNotPassedOn() {
        byte[] later = hex("01 01 87 00 82 00 84 87 00 81 00 81 80 80 00 21 80 00");
        YDoc doc = Documents.replicaOf(later);
        assertThat(doc.encodeStateAsUpdate()).isEqualTo(hex("01 01 07 02 84 07 01 01 21 00"));
        doc.applyUpdate(PADDED_HI);
        assertThat(doc.getText("t")).hasToString("hi!");
        assertThat(doc.encodeStateAsUpdate()).isEqualTo(hex("01 01 07 00 04 01 01 74 03 68 69 21 00"));
    }
}
