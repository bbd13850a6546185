package io.collab.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.crdt.lib0.Encoder;
import io.collab.crdt.update.StructCursor;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes documents for tests and compares everything that replicas must agree on. */
final class Documents {

    private Documents() {}

    static YDoc doc(long clientId) {
        return new YDoc(YDocOptions.of(() -> clientId));
    }

    static YDoc replicaOf(byte[]... updates) {
        YDoc doc = new YDoc(YDocOptions.replica());
        for (byte[] update : updates) {
            doc.applyUpdate(update);
        }
        return doc;
    }

    /** Collects all updates that a document tells of from now on. */
    static List<byte[]> record(YDoc doc) {
        List<byte[]> updates = new ArrayList<>();
        doc.onUpdate((update, transaction) -> updates.add(update));
        return updates;
    }

    static byte[] deleteSet(YDoc doc) {
        Encoder out = new Encoder();
        doc.encoder.writeDeletions(out, false);
        return out.toByteArray();
    }

    /** Asserts equal content, state vectors, delete sets and missing dependencies. */
    static void assertEqual(YDoc actual, YDoc expected) {
        assertThat(actual.stateVector()).isEqualTo(expected.stateVector());
        assertThat(deleteSet(actual)).isEqualTo(deleteSet(expected));
        assertThat(actual.missing()).isEqualTo(expected.missing());
        assertThat(content(actual)).isEqualTo(content(expected));
    }

    /** Describes what is visible, item by item with ids, in document order. */
    static String content(YDoc doc) {
        StringBuilder out = new StringBuilder();
        for (String name : new TreeSet<>(doc.rootNames())) {
            Branch root = doc.root(name);
            if (root.start != StructStore.NONE || !root.entries().isEmpty()) {
                describe(doc, root, out.append(name));
            }
        }
        return out.toString();
    }

    private static void describe(YDoc doc, Branch branch, StringBuilder out) {
        StructStore store = doc.store;
        out.append('[');
        for (int slot = branch.start; slot != StructStore.NONE; slot = store.right[slot]) {
            describeItem(doc, slot, out);
        }
        new TreeMap<>(branch.entries())
                .forEach((key, slot) -> describeItem(doc, slot, out.append(key).append('=')));
        out.append(']');
    }

    private static void describeItem(YDoc doc, int slot, StringBuilder out) {
        StructStore store = doc.store;
        if (store.isDeleted(slot)) {
            return;
        }
        for (int i = 0; i < store.length[slot]; i++) {
            out.append(store.owner(slot).id)
                    .append(':')
                    .append(store.clock[slot] + i)
                    .append(' ');
            switch (store.content(slot)) {
                case StructCursor.TYPE -> describe(doc, store.branch(slot), out);
                case StructCursor.STRING -> out.append(store.owner(slot).text().charAt(store.content[slot] + i));
                case StructCursor.ANY, StructCursor.JSON -> out.append(store.value(slot, i));
                case StructCursor.BINARY -> out.append("bytes");
                default -> out.append(store.payloadOf(slot));
            }
            out.append('\n');
        }
    }
}
