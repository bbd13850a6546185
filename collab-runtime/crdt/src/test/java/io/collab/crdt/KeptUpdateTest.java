package io.collab.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A document keeps its content, not the updates that it was made of. */
class KeptUpdateTest {

    private static final int LARGE = 100_000;

    @Test
    void doesNotKeepTheBytesOfALargeUpdate() {
        YDoc writer = Documents.doc(7);
        List<byte[]> updates = Documents.record(writer);
        writer.getText("t").insert(0, "a");
        writer.getText("t").insert(1, "b".repeat(LARGE));
        YDoc reader = Documents.replicaOf(updates.get(0), updates.get(1));
        WeakReference<byte[]> large = new WeakReference<>(updates.get(1));
        updates.clear();
        System.gc();
        assertThat(large.get()).isNull();
        assertThat(reader.getText("t").length()).isEqualTo(LARGE + 1);
    }
}
