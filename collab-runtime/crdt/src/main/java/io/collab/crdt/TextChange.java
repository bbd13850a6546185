package io.collab.crdt;

import static io.collab.crdt.StructStore.NONE;

import io.collab.crdt.lib0.Any;
import io.collab.crdt.update.StructCursor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Computes how a transaction changed a text. As in Yjs, marks that turn out to have no effect are deleted on the way, in
 * a transaction that follows.
 */
final class TextChange {

    private enum Step {
        NONE,
        INSERT,
        RETAIN,
        DELETE
    }

    private final YDoc doc;
    private final StructStore store;
    private final Changes changes;
    private final Branch branch;
    private final List<Delta> delta = new ArrayList<>();

    /** Attributes that hold at this place: after the transaction, before it, and what a retained part gets. */
    private final Map<String, Any> current = new LinkedHashMap<>();

    private final Map<String, Any> old = new HashMap<>();
    private final Map<String, Any> given = new LinkedHashMap<>();

    private Step step = Step.NONE;
    private final StringBuilder text = new StringBuilder();
    private int length;

    TextChange(YDoc doc, Changes changes, Branch branch) {
        this.doc = doc;
        this.store = doc.store;
        this.changes = changes;
        this.branch = branch;
    }

    List<Delta> toDelta() {
        doc.transact(
                transaction -> {
                    for (int slot = branch.start; slot != NONE; slot = store.right[slot]) {
                        visit(transaction, slot);
                    }
                },
                null,
                true);
        pack();
        while (!delta.isEmpty()
                && delta.get(delta.size() - 1) instanceof Delta.Retain last
                && last.attributes().isEmpty()) {
            delta.remove(delta.size() - 1);
        }
        return delta;
    }

    private void visit(Transaction transaction, int slot) {
        switch (store.content(slot)) {
            case StructCursor.TYPE, StructCursor.EMBED -> visitEmbed(slot);
            case StructCursor.STRING -> visitText(slot);
            case StructCursor.FORMAT -> visitMark(transaction, slot);
            default -> {
                // other content has no place in a text
            }
        }
    }

    private void visitEmbed(int slot) {
        if (!changes.adds(slot)) {
            count(slot, 1);
        } else if (!changes.deletes(slot)) {
            begin(Step.NONE);
            YValue value = new ListReader(doc).element(slot, 0);
            if (isInsertable(value)) {
                delta.add(new Delta.InsertValue(value, copy(current)));
            }
        }
    }

    private void visitText(int slot) {
        int known = changes.oldLength(slot);
        if (known > 0) {
            count(slot, known);
        }
        if (known < store.length[slot] && !changes.deletes(slot)) {
            begin(Step.INSERT);
            store.owner(slot).text().appendTo(text, store.content[slot] + known, store.length[slot] - known);
        }
    }

    /** Counts units that were there before. */
    private void count(int slot, int units) {
        if (changes.deletes(slot)) {
            begin(Step.DELETE);
            length += units;
        } else if (!store.isDeleted(slot)) {
            begin(Step.RETAIN);
            length += units;
        }
    }

    private void visitMark(Transaction transaction, int slot) {
        FormatMark mark = (FormatMark) store.payloadOf(slot);
        String key = mark.key();
        Any value = mark.value();
        Any holds = Attributes.get(current, key);
        if (changes.adds(slot)) {
            if (!changes.deletes(slot)) {
                if (!Attributes.equal(holds, value)) {
                    endRetain();
                    if (Attributes.equal(value, Attributes.get(old, key))) {
                        given.remove(key);
                    } else {
                        given.put(key, value);
                    }
                } else if (!(value instanceof Any.Null)) {
                    doc.integrator.delete(transaction, slot);
                }
            }
        } else if (changes.deletes(slot)) {
            old.put(key, value);
            if (!Attributes.equal(holds, value)) {
                endRetain();
                given.put(key, holds);
            }
        } else if (!store.isDeleted(slot)) {
            old.put(key, value);
            visitOldMark(transaction, slot, mark);
        }
        if (!store.isDeleted(slot)) {
            if (step == Step.INSERT) {
                pack();
            }
            Attributes.apply(current, mark);
        }
    }

    private void visitOldMark(Transaction transaction, int slot, FormatMark mark) {
        Any attribute = given.get(mark.key());
        if (attribute == null) {
            return;
        }
        if (!Attributes.equal(attribute, mark.value())) {
            endRetain();
            if (mark.value() instanceof Any.Null) {
                given.remove(mark.key());
            } else {
                given.put(mark.key(), mark.value());
            }
        } else if (!(attribute instanceof Any.Null)) {
            doc.integrator.delete(transaction, slot);
        }
    }

    private void begin(Step next) {
        if (step != next) {
            pack();
            step = next;
        }
    }

    private void endRetain() {
        if (step == Step.RETAIN) {
            pack();
        }
    }

    private void pack() {
        switch (step) {
            case INSERT -> {
                if (text.length() > 0) {
                    delta.add(new Delta.InsertText(text.toString(), copy(current)));
                    text.setLength(0);
                }
            }
            case RETAIN -> delta.add(new Delta.Retain(length, copy(given)));
            case DELETE -> delta.add(new Delta.Delete(length));
            case NONE -> {
                // nothing to pack
            }
        }
        length = 0;
        step = Step.NONE;
    }

    /** Returns whether Yjs reports an embedded value: it takes what is no object for text, and drops what has no length. */
    private static boolean isInsertable(YValue value) {
        Any data = value instanceof YValue.Data plain ? plain.value() : Any.NULL;
        return data instanceof Any.Text embedded
                ? !embedded.value().isEmpty()
                : !(data instanceof Any.Num
                        || data instanceof Any.Bool
                        || data instanceof Any.BigInt
                        || data instanceof Any.Undefined);
    }

    private static Map<String, Any> copy(Map<String, Any> attributes) {
        return attributes.isEmpty() ? Map.of() : new LinkedHashMap<>(attributes);
    }
}
