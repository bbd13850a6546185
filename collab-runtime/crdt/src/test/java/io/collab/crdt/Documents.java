package io.collab.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.crdt.internal.store.Branch;
import io.collab.crdt.internal.store.StructStore;
import io.collab.crdt.lib0.Encoder;
import io.collab.crdt.update.StructCursor;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** Creates documents for tests and compares everything on which replicas must agree. */
public final class Documents {

    private Documents() {}

    public static YDoc doc(long clientId) {
        return new YDoc(YDocOptions.of(() -> clientId));
    }

    public static YDoc replicaOf(byte[]... updates) {
        YDoc doc = new YDoc(YDocOptions.replica());
        for (byte[] update : updates) {
            doc.applyUpdate(update);
        }
        return doc;
    }

    /** Collects all further updates of a document. */
    public static List<byte[]> record(YDoc doc) {
        List<byte[]> updates = new ArrayList<>();
        doc.onUpdate((update, transaction) -> updates.add(update));
        return updates;
    }

    /** Returns the structs of a document, for tests of internal packages. */
    public static StructStore store(YDoc doc) {
        return doc.store;
    }

    /** Returns the branch of a root. */
    public static Branch root(YDoc doc, String name) {
        return doc.roots.get(name);
    }

    public static byte[] deleteSet(YDoc doc) {
        Encoder out = new Encoder();
        doc.encoder.structs().writeDeletions(out, false);
        return out.toByteArray();
    }

    /** Asserts equal content, state vectors, delete sets and missing dependencies. */
    public static void assertEqual(YDoc actual, YDoc expected) {
        assertThat(actual.stateVector()).isEqualTo(expected.stateVector());
        assertThat(deleteSet(actual)).isEqualTo(deleteSet(expected));
        assertThat(actual.missing()).isEqualTo(expected.missing());
        assertThat(content(actual)).isEqualTo(content(expected));
    }

    /** Describes the visible content, item by item with ids, in document order. */
    public static String content(YDoc doc) {
        StringBuilder out = new StringBuilder();
        for (String name : new TreeSet<>(doc.rootNames())) {
            Branch root = doc.roots.get(name);
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
