package io.collab.crdt.internal.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.crdt.Documents;
import io.collab.crdt.YDoc;
import io.collab.crdt.YDocOptions;
import io.collab.crdt.YMap;
import io.collab.crdt.YText;
import io.collab.crdt.update.Updates;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChunkedStateEncoderTest {

    private static final byte[] NOTHING = {0};

    @Test
    void aStateThatFitsIsOneUpdate() {
        YDoc doc = Documents.doc(1);
        doc.getText("t").insert(0, "hello");
        assertThat(doc.encodeStateAsUpdates(NOTHING, 1000)).containsExactly(doc.encodeStateAsUpdate());
        assertThat(doc.encodeStateAsUpdates(doc.encodeStateVector(), 1000)).containsExactly(new byte[] {0, 0});
    }

    @Test
    void aLongRunIsCutBetweenCodePoints() {
        YDoc doc = Documents.doc(1);
        doc.getText("t").insert(0, "😀ä1".repeat(500));
        List<byte[]> parts = doc.encodeStateAsUpdates(NOTHING, 101);
        YDoc copy = assertArrives(doc, parts, 101);
        assertThat(copy.getText("t").toString()).isEqualTo("😀ä1".repeat(500));
        assertThat(parts).hasSizeBetween(40, 70);
    }

    @Test
    void aLongRunIsCutAnywhereWithoutLoss() {
        YDoc doc = Documents.doc(1);
        doc.getText("t").insert(0, "a" + "😀".repeat(300) + "b".repeat(300) + "漢".repeat(300));
        doc.getArray("a").push(Collections.nCopies(300, "value"));
        for (int max = 60; max < 130; max++) {
            assertArrives(doc, doc.encodeStateAsUpdates(NOTHING, max), max);
        }
        YDoc copy = Documents.replicaOf(doc.encodeStateAsUpdates(NOTHING, 0).toArray(byte[][]::new));
        assertThat(copy.getText("t").toString()).isEqualTo(doc.getText("t").toString());
    }

    @Test
    void structsOfSeveralClientsAreInCausalOrder() {
        YDoc ann = Documents.doc(1);
        YDoc bob = Documents.doc(2);
        Random random = new Random(5);
        for (int i = 0; i < 60; i++) {
            YDoc writer = i % 2 == 0 ? ann : bob;
            YDoc other = i % 2 == 0 ? bob : ann;
            YText text = writer.getText("t");
            text.insert(random.nextInt(text.length() + 1), "ab" + i);
            writer.getArray("a").push(List.of("value " + i, new YMap()));
            other.applyUpdate(writer.encodeStateAsUpdate(other.encodeStateVector()));
        }
        ann.getText("t").delete(3, 40);
        for (int max : new int[] {60, 100, 400, 2000}) {
            assertArrives(ann, ann.encodeStateAsUpdates(NOTHING, max), max);
        }
    }

    @Test
    void aLargeStructThatCannotBeCutIsAnUpdateOfItsOwn() {
        YDoc doc = Documents.doc(1);
        doc.getArray("a").push(List.of("small", new byte[5000], "small too"));
        List<byte[]> parts = doc.encodeStateAsUpdates(NOTHING, 200);
        assertThat(parts).filteredOn(part -> part.length > 200).hasSize(1);
        assertThat(Documents.content(Documents.replicaOf(parts.toArray(byte[][]::new))))
                .isEqualTo(Documents.content(doc));
    }

    @Test
    void pendingUpdatesAreLast() {
        YDoc ann = Documents.doc(1);
        List<byte[]> updates = Documents.record(ann);
        ann.getText("t").insert(0, "a".repeat(300));
        ann.getText("t").insert(0, "lost");
        ann.getText("t").insert(0, "late");
        ann.getText("t").delete(0, 1);
        YDoc doc = Documents.replicaOf(updates.get(0), updates.get(2), updates.get(3));
        List<byte[]> parts = doc.encodeStateAsUpdates(NOTHING, 100);
        YDoc copy = new YDoc(YDocOptions.replica());
        for (byte[] part : parts.subList(0, parts.size() - 1)) {
            copy.applyUpdate(part);
            assertThat(copy.hasPending()).isFalse();
        }
        copy.applyUpdate(parts.get(parts.size() - 1));
        Documents.assertEqual(copy, doc);
        assertThat(copy.hasPending()).isTrue();
        copy.applyUpdate(updates.get(1));
        assertThat(copy.getText("t").toString()).isEqualTo(ann.getText("t").toString());
    }

    @Test
    void aLargeChangeIsCutAndHasItsOwnDeletionsOnly() {
        YDoc ann = Documents.doc(1);
        ann.getText("t").insert(0, "0123456789");
        ann.getText("t").delete(0, 1);
        YDoc bob = Documents.replicaOf(ann.encodeStateAsUpdate());
        byte[] before = ann.encodeStateVector();
        List<byte[]> updates = Documents.record(ann);
        ann.transact(() -> {
            ann.getText("t").insert(4, "😀ä".repeat(500));
            ann.getText("t").delete(1, 2);
        });
        byte[] change = updates.get(0);
        assertThat(ann.encodeChangeAsUpdates(before, change, change.length)).containsExactly(change);
        List<byte[]> parts = ann.encodeChangeAsUpdates(before, change, 100);
        for (byte[] part : parts) {
            assertThat(part.length).isLessThanOrEqualTo(100);
            bob.applyUpdate(part);
            assertThat(bob.hasPending()).isFalse();
        }
        Documents.assertEqual(bob, ann);
        byte[] deletions = {1, 1, 1, 2, 2}; // of client 1, one range, which begins at clock 2 and has 2 units
        assertThat(Updates.merge(parts)).endsWith(deletions);
    }

    private static YDoc assertArrives(YDoc doc, List<byte[]> parts, int maxBytes) {
        YDoc copy = new YDoc(YDocOptions.replica());
        for (byte[] part : parts) {
            assertThat(part.length).isLessThanOrEqualTo(maxBytes);
            copy.applyUpdate(part);
            assertThat(copy.hasPending()).isFalse();
        }
        copy.checkInvariants();
        Documents.assertEqual(copy, doc);
        assertThat(Documents.content(Documents.replicaOf(Updates.merge(parts)))).isEqualTo(Documents.content(doc));
        return copy;
    }
}
