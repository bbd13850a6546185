package io.collab.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.crdt.update.DecodeLimits;
import io.collab.crdt.update.Updates;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Deletions of structs that do not exist yet would delete whatever their client writes later. */
class AdmittedDeletionsTest {

    private static final int ANN = 1;

    private final YDoc server = new YDoc(YDocOptions.replica());
    private final YDoc ann = Documents.doc(ANN);
    private final List<byte[]> annUpdates = Documents.record(ann);

    private UpdateAdmission admission() {
        return new UpdateAdmission(server, DecodeLimits.DEFAULT);
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    private void apply(byte[] admitted) {
        if (admitted != null) {
            server.applyUpdate(admitted);
        }
    }

    @Test
    void deletionsOfLaterClocksAreNotAdmitted() {
        byte[] attack = hex("00 01 01 01 00 ff ff ff ff 07"); // client 1, clocks 0 to 2^31-2
        UpdateAdmission first = admission();
        assertThat(first.admit(attack)).isNull();
        assertThat(first.missing()).isEqualTo(Map.of(1L, 0L));
        ann.getText("t").insert(0, "hello");
        apply(admission().admit(annUpdates.get(0)));
        assertThat(server.getText("t")).hasToString("hello");
        UpdateAdmission second = admission();
        assertThat(second.admit(attack)).isEqualTo(hex("00 01 01 01 00 05"));
        assertThat(second.missing()).isEqualTo(Map.of(1L, 5L));
        assertThat(second.covers(attack)).isFalse();
    }

    @Test
    void deletionsThatComeWithTheirStructsAreAdmitted() {
        ann.getText("t").insert(0, "hello");
        ann.getText("t").delete(1, 3);
        UpdateAdmission admission = admission();
        assertThat(admission.admit(annUpdates.get(1))).isNull();
        assertThat(admission.missing()).isEqualTo(Map.of(1L, 1L));
        byte[] all = Updates.merge(annUpdates);
        assertThat(admission.admit(all)).isEqualTo(all);
        apply(all);
        assertThat(server.getText("t")).hasToString("ho");
    }

    @Test
    void deletionsOfStructsAdmittedEarlierInTheBatchAreAdmitted() {
        ann.getText("t").insert(0, "hello");
        ann.getText("t").delete(1, 3);
        UpdateAdmission admission = admission();
        assertThat(admission.admit(annUpdates.get(0))).isEqualTo(annUpdates.get(0));
        assertThat(admission.admit(annUpdates.get(1))).isEqualTo(annUpdates.get(1));
        assertThat(admission.missing()).isEmpty();
    }

    @Test
    void onlyTheKnownPartsOfARangeAreAdmitted() {
        ann.getText("t").insert(0, "ab");
        ann.getText("t").insert(0, "cd");
        ann.getText("t").insert(0, "ef");
        apply(admission().admit(annUpdates.get(0)));
        apply(admission().admit(annUpdates.get(2))); // pending: the clocks 4 and 5
        UpdateAdmission admission = admission();
        assertThat(admission.admit(hex("00 01 01 01 01 08"))).isEqualTo(hex("00 01 01 02 01 01 04 02"));
        assertThat(admission.missing()).isEqualTo(Map.of(1L, 2L));
    }

    @Test
    void theSenderOfAnUnknownDeletionSendsItAgainWithTheStructs() {
        YDoc bob = Documents.doc(2);
        List<byte[]> bobUpdates = Documents.record(bob);
        ann.getText("t").insert(0, "hello");
        bob.applyUpdate(annUpdates.get(0)); // not by way of the server
        bob.getText("t").delete(0, 4);
        apply(admission().admit(bobUpdates.get(bobUpdates.size() - 1)));
        apply(admission().admit(bob.encodeStateAsUpdate(server.encodeStateVector())));
        assertThat(server.getText("t")).hasToString("o");
        apply(admission().admit(annUpdates.get(0)));
        assertThat(server.getText("t")).hasToString("o");
        assertThat(server.hasPending()).isFalse();
    }
}
