package io.collab.crdt.internal.cleanup;

import static io.collab.crdt.internal.store.StructStore.NONE;

import io.collab.crdt.internal.format.Attributes;
import io.collab.crdt.internal.format.FormatMark;
import io.collab.crdt.internal.integration.Integrator;
import io.collab.crdt.internal.store.Branch;
import io.collab.crdt.internal.store.StructStore;
import io.collab.crdt.internal.store.TransactionRecord;
import io.collab.crdt.lib0.Any;
import io.collab.crdt.update.StructCursor;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Deletes formatting marks without effect between two pieces of visible content. */
public final class FormattingGap {

    private final TransactionRecord transaction;
    private final Integrator integrator;
    private final StructStore store;
    private final BitSet cleaned = new BitSet(0);

    public FormattingGap(Integrator integrator, TransactionRecord transaction) {
        this.transaction = transaction;
        this.integrator = integrator;
        this.store = integrator.store;
    }

    /**
     * Cleans a gap whose attributes are known.
     *
     * @param from the first item of the gap
     * @param reached the item before which {@code current} holds, in the gap or NONE
     * @param before attributes at the beginning
     * @param current attributes at {@code reached}; updated for the marks that are deleted before it
     */
    public void clean(int from, int reached, Map<String, Any> before, Map<String, Any> current) {
        int end = from;
        Map<String, FormatMark> last = new HashMap<>();
        while (end != NONE && !store.isVisible(end)) {
            if (isLiveMark(end)) {
                last.put(mark(end).key(), mark(end));
            }
            end = store.right[end];
        }
        boolean passed = false;
        for (int slot = from; slot != end; slot = store.right[slot]) {
            passed |= slot == reached;
            if (!isLiveMark(slot)) {
                continue;
            }
            FormatMark mark = mark(slot);
            Any holds = Attributes.get(before, mark.key());
            boolean unchanged = Attributes.identical(holds, mark.value());
            if (last.get(mark.key()) != mark || unchanged) {
                integrator.delete(transaction, slot);
                if (!passed && !unchanged && Attributes.identical(Attributes.get(current, mark.key()), mark.value())) {
                    Attributes.apply(current, new FormatMark(mark.key(), holds));
                }
            } else if (!passed) {
                Attributes.apply(current, mark);
            }
        }
    }

    /**
     * Cleans the gap around an item without knowing attributes: of several marks with one key only the last has an
     * effect. A gap that was cleaned before is skipped, so that many items in one gap need one walk.
     */
    void cleanWithoutContext(int item) {
        if (cleaned.get(item)) {
            return;
        }
        int slot = item;
        while (store.right[slot] != NONE && !store.isVisible(store.right[slot])) {
            slot = store.right[slot];
        }
        Set<String> keys = new HashSet<>();
        while (slot != NONE && !store.isVisible(slot)) {
            cleaned.set(slot);
            if (isLiveMark(slot) && !keys.add(mark(slot).key())) {
                integrator.delete(transaction, slot);
            }
            slot = store.left[slot];
        }
    }

    /** Cleans a whole text. As in Yjs, only the gap at its beginning is cleaned. */
    void cleanBeginning(Branch branch) {
        Map<String, Any> current = new HashMap<>();
        for (int slot = branch.start; slot != NONE; slot = store.right[slot]) {
            if (store.isVisible(slot)) {
                clean(branch.start, slot, Map.of(), current);
                return;
            }
            if (isLiveMark(slot)) {
                Attributes.apply(current, mark(slot));
            }
        }
    }

    private boolean isLiveMark(int slot) {
        return store.content(slot) == StructCursor.FORMAT && !store.isDeleted(slot);
    }

    private FormatMark mark(int slot) {
        return (FormatMark) store.payloadOf(slot);
    }
}
