package io.collab.crdt.internal.reading;

import static io.collab.crdt.internal.store.StructStore.NONE;

import io.collab.crdt.internal.format.Attributes;
import io.collab.crdt.internal.format.FormatMark;
import io.collab.crdt.internal.snapshot.SnapshotState;
import io.collab.crdt.internal.store.Branch;
import io.collab.crdt.internal.store.StructStore;
import io.collab.crdt.internal.store.TransactionRecord;
import io.collab.crdt.lib0.Any;
import io.collab.crdt.update.StructCursor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a text as a snapshot shows it, compared with an older one. Runs are cut where a snapshot ends in them, and
 * merged again at the end of the transaction.
 *
 * @param <V> the class of values
 * @param <D> the class of steps
 */
public final class SnapshotText<V, D> {

    private static final String CHANGE = "ychange";

    private final StructStore store;
    private final ListReader<V> reader;
    private final TextFactory<V, D> factory;
    private final @Nullable SnapshotState snapshot;
    private final @Nullable SnapshotState before;
    private final List<D> delta = new ArrayList<>();
    private final Map<String, Any> attributes = new LinkedHashMap<>();
    private final StringBuilder text = new StringBuilder();

    /**
     * Creates a reader of two snapshots.
     *
     * @param snapshot the shown snapshot; null for the present state
     * @param before the snapshot it is compared with; null for none
     */
    public SnapshotText(
            StructStore store,
            ListReader<V> reader,
            TextFactory<V, D> factory,
            @Nullable SnapshotState snapshot,
            @Nullable SnapshotState before) {
        this.store = store;
        this.reader = reader;
        this.factory = factory;
        this.snapshot = snapshot;
        this.before = before;
    }

    /** Returns the content of a text as insertions; runs are cut in the transaction where a snapshot ends in them. */
    public List<D> toDelta(TransactionRecord transaction, Branch branch) {
        if (snapshot != null) {
            snapshot.cut(transaction, store);
        }
        if (before != null) {
            before.cut(transaction, store);
        }
        for (int slot = branch.start; slot != NONE; slot = store.right[slot]) {
            visit(slot);
        }
        pack();
        return delta;
    }

    private void visit(int slot) {
        boolean shown = isShown(snapshot, slot);
        boolean was = before == null || before.shows(store, slot);
        if (!shown && (before == null || !was)) {
            return;
        }
        switch (store.content(slot)) {
            case StructCursor.STRING -> {
                mark(slot, shown || snapshot == null ? was ? null : "added" : "removed");
                store.owner(slot).text().appendTo(text, store.content[slot], store.length[slot]);
            }
            case StructCursor.TYPE, StructCursor.EMBED -> {
                pack();
                delta.add(factory.insertValue(reader.element(slot, 0), Attributes.copy(attributes)));
            }
            case StructCursor.FORMAT -> {
                if (shown) {
                    pack();
                    Attributes.apply(attributes, (FormatMark) store.payloadOf(slot));
                }
            }
            default -> {
                // other content is not part of a text
            }
        }
    }

    private boolean isShown(@Nullable SnapshotState in, int slot) {
        return in == null ? !store.isDeleted(slot) : in.shows(store, slot);
    }

    /** Sets the attribute for the change of the text of an item, which starts a new insertion. */
    private void mark(int slot, @Nullable String change) {
        Any known = attributes.get(CHANGE);
        if (change == null) {
            if (known != null) {
                pack();
                attributes.remove(CHANGE);
            }
        } else if (!isChange(known, change, store.owner(slot).id)) {
            pack();
            attributes.put(CHANGE, Any.of(Map.of("type", change)));
        }
    }

    /**
     * Returns whether an attribute describes a change by a client; only an attribute set by an application names the
     * client.
     */
    private static boolean isChange(@Nullable Any attribute, String change, long client) {
        return attribute instanceof Any.Obj object
                && new Any.Num(client).equals(object.entries().get("user"))
                && new Any.Text(change).equals(object.entries().get("type"));
    }

    private void pack() {
        if (text.length() > 0) {
            delta.add(factory.insertText(text.toString(), Attributes.copy(attributes)));
            text.setLength(0);
        }
    }
}
