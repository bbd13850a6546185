package io.collab.crdt;

import static io.collab.crdt.StructStore.NONE;

import io.collab.crdt.lib0.Any;
import io.collab.crdt.update.StructCursor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Describes a text as a snapshot shows it. Runs are cut where a snapshot ends in them, and joined again when the
 * transaction ends in which this is done.
 */
final class SnapshotText {

    private static final String CHANGE = "ychange";

    private final YDoc doc;
    private final StructStore store;
    private final Branch branch;
    private final @Nullable Snapshot snapshot;
    private final @Nullable Snapshot before;
    private final List<Delta> delta = new ArrayList<>();
    private final Map<String, Any> attributes = new LinkedHashMap<>();
    private final StringBuilder text = new StringBuilder();

    SnapshotText(YDoc doc, Branch branch, @Nullable Snapshot snapshot, @Nullable Snapshot before) {
        this.doc = doc;
        this.store = doc.store;
        this.branch = branch;
        this.snapshot = snapshot;
        this.before = before;
    }

    List<Delta> toDelta() {
        doc.transact(
                transaction -> {
                    if (snapshot != null) {
                        snapshot.cut(transaction, store);
                    }
                    if (before != null) {
                        before.cut(transaction, store);
                    }
                    for (int slot = branch.start; slot != NONE; slot = store.right[slot]) {
                        visit(slot);
                    }
                },
                "cleanup");
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
                delta.add(new Delta.InsertValue(new ListReader(doc).element(slot, 0), copy()));
            }
            case StructCursor.FORMAT -> {
                if (shown) {
                    pack();
                    Attributes.apply(attributes, (FormatMark) store.payloadOf(slot));
                }
            }
            default -> {
                // other content has no place in a text
            }
        }
    }

    private boolean isShown(@Nullable Snapshot in, int slot) {
        return in == null ? !store.isDeleted(slot) : in.shows(store, slot);
    }

    /** Says what happened to the text of an item, which begins a step of its own. */
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

    /** Returns whether an attribute says already who changed what; only one that a user has set names the client. */
    private static boolean isChange(@Nullable Any attribute, String change, long client) {
        return attribute instanceof Any.Obj object
                && new Any.Num(client).equals(object.entries().get("user"))
                && new Any.Text(change).equals(object.entries().get("type"));
    }

    private void pack() {
        if (text.length() > 0) {
            delta.add(new Delta.InsertText(text.toString(), copy()));
            text.setLength(0);
        }
    }

    private Map<String, Any> copy() {
        return attributes.isEmpty() ? Map.of() : new LinkedHashMap<>(attributes);
    }
}
