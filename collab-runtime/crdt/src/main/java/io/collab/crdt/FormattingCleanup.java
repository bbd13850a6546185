package io.collab.crdt;

import io.collab.crdt.update.Ranges;
import io.collab.crdt.update.StructCursor;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Deletes formatting marks that became superfluous through changes from elsewhere, in a transaction of its own that
 * follows the received one. Every replica does the same, so the deletions meet.
 */
final class FormattingCleanup {

    private final YDoc doc;
    private final StructStore store;
    private final Transaction received;
    private final Set<Branch> whole = new LinkedHashSet<>();

    FormattingCleanup(YDoc doc, Transaction received) {
        this.doc = doc;
        this.store = doc.store;
        this.received = received;
    }

    /** Returns whether a received transaction changed a text with formatting. */
    static boolean isNeeded(Transaction transaction) {
        if (transaction.local()) {
            return false;
        }
        StructStore store = transaction.doc.store;
        for (Branch branch : transaction.changed) {
            if (branch.isText() && branch.hasFormatting && (branch.isRoot() || !store.isDeleted(branch.item))) {
                return true;
            }
        }
        return false;
    }

    void run() {
        for (int i = 0; i < received.touchedCount(); i++) {
            if (received.before(i) != received.after(i)) {
                int behind = (int) Math.min(Integer.MAX_VALUE, (long) received.before(i) + received.after(i));
                findNewMarks(received.touched(i), received.before(i), behind);
            }
        }
        doc.transact(this::clean, null, true);
    }

    /** Looks at new structs, and at what came behind them meanwhile: Yjs takes the state reached for a length. */
    private void findNewMarks(ClientStructs client, int from, int to) {
        store.forEachIn(received, client, from, to, slot -> {
            if (!store.isDeleted(slot) && store.content(slot) == StructCursor.FORMAT) {
                whole.add(store.parentOf(slot));
            }
        });
    }

    private void clean(Transaction transaction) {
        FormattingGap gap = new FormattingGap(transaction);
        Deletions deletions = received.deletions;
        for (int i = 0; i < deletions.clientCount(); i++) {
            ClientStructs client = deletions.client(i);
            Ranges ranges = deletions.ranges(i);
            for (int j = 0; j < ranges.size(); j++) {
                store.forEachIn(received, client, (int) ranges.clock(j), (int) ranges.end(j), slot -> visit(gap, slot));
            }
        }
        for (Branch branch : whole) {
            gap.cleanBeginning(branch);
        }
    }

    private void visit(FormattingGap gap, int slot) {
        if (store.isGc(slot)) {
            return;
        }
        Branch parent = store.parentOf(slot);
        if (!parent.hasFormatting || whole.contains(parent)) {
            return;
        }
        if (store.content(slot) == StructCursor.FORMAT) {
            whole.add(parent);
        } else {
            gap.cleanWithoutContext(slot);
        }
    }
}
