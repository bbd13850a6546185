package io.collab.crdt.internal.event;

import static io.collab.crdt.internal.store.StructStore.NONE;

import io.collab.crdt.internal.format.Attributes;
import io.collab.crdt.internal.format.FormatMark;
import io.collab.crdt.internal.integration.Integrator;
import io.collab.crdt.internal.reading.DeltaFactory;
import io.collab.crdt.internal.reading.ListReader;
import io.collab.crdt.internal.store.Branch;
import io.collab.crdt.internal.store.StructStore;
import io.collab.crdt.internal.store.TransactionRecord;
import io.collab.crdt.lib0.Any;
import io.collab.crdt.update.StructCursor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Computes the change of a text by a transaction. As in Yjs, marks without effect are deleted in the course of it, in a
 * transaction that follows.
 *
 * @param <V> the class of values
 * @param <D> the class of steps
 */
public final class TextChange<V, D> {

    private enum Step {
        NONE,
        INSERT,
        RETAIN,
        DELETE
    }

    private final Integrator integrator;
    private final StructStore store;
    private final ListReader<V> reader;
    private final DeltaFactory<V, D> factory;
    private final ObservedChanges changes;
    private final List<D> delta = new ArrayList<>();

    /** The number of steps without a final retain that changes nothing. */
    private int effective;

    /** The attributes at this position after the transaction and before it, and those of the present retain step. */
    private final Map<String, Any> current = new LinkedHashMap<>();

    private final Map<String, Any> old = new HashMap<>();
    private final Map<String, Any> retained = new LinkedHashMap<>();

    private Step step = Step.NONE;
    private final StringBuilder text = new StringBuilder();
    private int length;

    public TextChange(
            Integrator integrator, ListReader<V> reader, DeltaFactory<V, D> factory, ObservedChanges changes) {
        this.integrator = integrator;
        this.store = integrator.store;
        this.reader = reader;
        this.factory = factory;
        this.changes = changes;
    }

    /**
     * Returns the steps from the beginning of the text on.
     *
     * @param transaction the transaction in which marks without effect are deleted
     */
    public List<D> toDelta(TransactionRecord transaction, Branch branch) {
        for (int slot = branch.start; slot != NONE; slot = store.right[slot]) {
            visit(transaction, slot);
        }
        pack();
        return delta.subList(0, effective);
    }

    private void visit(TransactionRecord transaction, int slot) {
        switch (store.content(slot)) {
            case StructCursor.TYPE, StructCursor.EMBED -> visitEmbed(slot);
            case StructCursor.STRING -> visitText(slot);
            case StructCursor.FORMAT -> visitMark(transaction, slot);
            default -> {
                // other content is not part of a text
            }
        }
    }

    private void visitEmbed(int slot) {
        if (!changes.adds(slot)) {
            count(slot, 1);
        } else if (!changes.deletes(slot)) {
            begin(Step.NONE);
            if (isInsertable(store.payloadOf(slot))) {
                add(factory.insertValue(reader.element(slot, 0), Attributes.copy(current)));
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

    /** Counts units that existed before. */
    private void count(int slot, int units) {
        if (changes.deletes(slot)) {
            begin(Step.DELETE);
            length += units;
        } else if (!store.isDeleted(slot)) {
            begin(Step.RETAIN);
            length += units;
        }
    }

    private void visitMark(TransactionRecord transaction, int slot) {
        FormatMark mark = (FormatMark) store.payloadOf(slot);
        String key = mark.key();
        Any value = mark.value();
        Any holds = Attributes.get(current, key);
        if (changes.adds(slot)) {
            if (!changes.deletes(slot)) {
                if (!Attributes.equal(holds, value)) {
                    endRetain();
                    if (Attributes.equal(value, Attributes.get(old, key))) {
                        retained.remove(key);
                    } else {
                        retained.put(key, value);
                    }
                } else if (!(value instanceof Any.Null)) {
                    integrator.delete(transaction, slot);
                }
            }
        } else if (changes.deletes(slot)) {
            old.put(key, value);
            if (!Attributes.equal(holds, value)) {
                endRetain();
                retained.put(key, holds);
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

    private void visitOldMark(TransactionRecord transaction, int slot, FormatMark mark) {
        Any attribute = retained.get(mark.key());
        if (attribute == null) {
            return;
        }
        if (!Attributes.equal(attribute, mark.value())) {
            endRetain();
            if (mark.value() instanceof Any.Null) {
                retained.remove(mark.key());
            } else {
                retained.put(mark.key(), mark.value());
            }
        } else if (!(attribute instanceof Any.Null)) {
            integrator.delete(transaction, slot);
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
                    add(factory.insertText(text.toString(), Attributes.copy(current)));
                    text.setLength(0);
                }
            }
            case RETAIN -> {
                int end = effective;
                add(factory.retain(length, Attributes.copy(retained)));
                effective = retained.isEmpty() ? end : effective;
            }
            case DELETE -> add(factory.delete(length));
            case NONE -> {
                // there is no step
            }
        }
        length = 0;
        step = Step.NONE;
    }

    private void add(D next) {
        delta.add(next);
        effective = delta.size();
    }

    /**
     * Returns whether Yjs reports an embedded value. It treats a value that is no object as text, and ignores it if it
     * has no length.
     */
    private static boolean isInsertable(Object embedded) {
        return embedded instanceof Any.Text text
                ? !text.value().isEmpty()
                : !(embedded instanceof Any.Num
                        || embedded instanceof Any.Bool
                        || embedded instanceof Any.BigInt
                        || embedded instanceof Any.Undefined);
    }
}
