package io.collab.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.update.DecodeLimits;
import io.collab.crdt.update.Updates;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpdateAdmissionTest {

    private final YDoc server = new YDoc(YDocOptions.replica());
    private final YDoc ann = Documents.doc(1);
    private final List<byte[]> annUpdates = Documents.record(ann);

    private UpdateAdmission known() {
        return new UpdateAdmission(server, DecodeLimits.DEFAULT);
    }

    private byte[] updateOf(Runnable change) {
        change.run();
        return annUpdates.get(annUpdates.size() - 1);
    }

    @Test
    void integratedAndAdmittedUpdatesAreNotNew() {
        byte[] first = updateOf(() -> ann.getText("t").insert(0, "hello"));
        byte[] second = updateOf(() -> ann.getText("t").insert(5, " world"));
        server.applyUpdate(first);
        UpdateAdmission known = known();
        assertThat(known.admit(first)).isNull();
        assertThat(known.admit(second)).isEqualTo(second);
        assertThat(known.admit(second)).isNull();
        assertThat(known.covers(ann.encodeStateAsUpdate())).isTrue();
        assertThat(server.getText("t").toString()).as("nothing is integrated").isEqualTo("hello");
    }

    @Test
    void onlyTheNewEndOfARunIsAdmitted() {
        server.applyUpdate(updateOf(() -> ann.getText("t").insert(0, "hello")));
        byte[] second = updateOf(() -> ann.getText("t").insert(5, " world"));
        byte[] whole = ann.encodeStateAsUpdate();
        assertThat(known().admit(whole)).isEqualTo(second);
    }

    @Test
    void deletionsAreNewOnce() {
        server.applyUpdate(updateOf(() -> ann.getText("t").insert(0, "hello")));
        byte[] deletion = updateOf(() -> ann.getText("t").delete(1, 2));
        byte[] more = updateOf(() -> ann.getText("t").delete(1, 2));
        UpdateAdmission known = known();
        assertThat(known.admit(deletion)).isEqualTo(deletion);
        assertThat(known.admit(deletion)).isNull();
        assertThat(known.admit(more)).isEqualTo(more);
        server.applyUpdate(deletion);
        server.applyUpdate(more);
        assertThat(known().admit(Updates.merge(List.of(deletion, more)))).isNull();
    }

    @Test
    void aPendingStructOfAnotherClientIsNewOnce() {
        ann.getText("t").insert(0, "lost");
        byte[] pending = updateOf(() -> ann.getText("t").insert(4, " found"));
        byte[] deletion = updateOf(() -> ann.getText("t").delete(8, 1));
        YDoc bob = Documents.replicaOf(pending, deletion);
        byte[] bobSends = bob.encodeStateAsUpdate();
        server.applyUpdate(known().admit(bobSends));
        assertThat(server.hasPending()).isTrue();
        assertThat(server.missing()).containsExactlyEntriesOf(java.util.Map.of(1L, 3L));
        for (int i = 0; i < 100; i++) {
            assertThat(known().admit(bobSends)).isNull();
        }
        server.applyUpdate(known().admit(annUpdates.get(0)));
        assertThat(server.hasPending()).isFalse();
        assertThat(server.getText("t").toString()).isEqualTo(ann.getText("t").toString());
    }

    @Test
    void garbageThatIsKnownIsNotNew() {
        ann.getMap("m").set("k", new YArray());
        ((YArray) ann.getMap("m").get("k")).push(List.of(1, 2, 3));
        server.applyUpdate(ann.encodeStateAsUpdate());
        byte[] deletion = updateOf(() -> ann.getMap("m").delete("k"));
        server.applyUpdate(known().admit(deletion));
        assertThat(known().admit(ann.encodeStateAsUpdate())).isNull();
        assertThat(Documents.deleteSet(server)).isEqualTo(Documents.deleteSet(ann));
    }

    @Test
    void aPendingStructWithPresentDependenciesIsAdmittedAgain() {
        YDoc bob = Documents.doc(9);
        List<byte[]> bobUpdates = Documents.record(bob);
        ann.getText("t").insert(0, "a");
        bob.applyUpdate(annUpdates.get(0));
        bob.getText("t").insert(1, "b");
        byte[] secondOfAnn = updateOf(() -> ann.getText("t").insert(0, "x"));
        byte[] thirdOfAnn = updateOf(() -> ann.getText("t").insert(0, "y"));
        byte[] gap = Updates.merge(List.of(bobUpdates.get(bobUpdates.size() - 1), thirdOfAnn));
        server.applyUpdate(known().admit(gap));
        assertThat(server.hasPending()).isTrue();
        byte[] added = known().admit(Updates.merge(List.of(annUpdates.get(0), gap)));
        server.applyUpdate(added);
        assertThat(server.getText("t").toString()).isEqualTo("ab");
        server.applyUpdate(known().admit(secondOfAnn));
        assertThat(server.getText("t").toString()).isEqualTo("yxab");
    }

    @Test
    void aRefusedUpdateIsNotRemembered() {
        byte[] update = updateOf(() -> ann.getText("t").insert(0, "hello"));
        UpdateAdmission known = new UpdateAdmission(server, DecodeLimits.DEFAULT.withMaxWork(5));
        assertThatThrownBy(() -> known.admit(update)).isInstanceOf(DecodeException.class);
        assertThat(known().admit(update)).isEqualTo(update);
    }
}
