package io.collab.crdt.internal.cleanup;

import io.collab.crdt.internal.integration.Integrator;
import io.collab.crdt.internal.store.Branch;
import io.collab.crdt.internal.store.ClientStructs;
import io.collab.crdt.internal.store.Deletions;
import io.collab.crdt.internal.store.StructStore;
import io.collab.crdt.internal.store.TransactionRecord;
import io.collab.crdt.update.Ranges;
import io.collab.crdt.update.StructCursor;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Deletes formatting marks that received changes made superfluous, in a transaction that follows the received one.
 * Every replica deletes the same marks.
 */
public final class FormattingCleanup {

    private final Integrator integrator;
    private final StructStore store;
    private final TransactionRecord received;
    private final Set<Branch> whole = new LinkedHashSet<>();

    public FormattingCleanup(Integrator integrator, TransactionRecord received) {
        this.integrator = integrator;
        this.store = integrator.store;
        this.received = received;
    }

    /** Returns whether a received transaction changed a text with formatting. */
    public static boolean isNeeded(StructStore store, TransactionRecord transaction) {
        if (transaction.local) {
            return false;
        }
        for (Branch branch : transaction.changed) {
            if (branch.isText() && branch.hasFormatting && (branch.isRoot() || !store.isDeleted(branch.item))) {
                return true;
            }
        }
        return false;
    }

    /** Finds the texts with new marks, within the received transaction. */
    public void findMarks() {
        for (int i = 0; i < received.touchedCount(); i++) {
            if (received.before(i) != received.after(i)) {
                int end = (int) Math.min(Integer.MAX_VALUE, (long) received.before(i) + received.after(i));
                findNewMarks(received.touched(i), received.before(i), end);
            }
        }
    }

    /** Visits new structs and, as in Yjs, later ones too: Yjs uses the state after the transaction as a length. */
    private void findNewMarks(ClientStructs client, int from, int to) {
        store.forEachIn(received, client, from, to, slot -> {
            if (!store.isDeleted(slot) && store.content(slot) == StructCursor.FORMAT) {
                whole.add(store.parentOf(slot));
            }
        });
    }

    /** Deletes superfluous marks, in a transaction that follows. */
    public void clean(TransactionRecord transaction) {
        FormattingGap gap = new FormattingGap(integrator, transaction);
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
