package io.collab.crdt;

import io.collab.crdt.lib0.Encoder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Encodes what one transaction changed, from buffers that are used again for every transaction. */
final class TransactionEncoder {

    private final StructEncoder structs;
    private final YDoc doc;
    private final Encoder out = new Encoder(256);

    TransactionEncoder(YDoc doc) {
        this.doc = doc;
        this.structs = doc.encoder;
    }

    /** Returns the update, or null if nothing changed. Like Yjs, it tells of everything that is there by now. */
    byte @Nullable [] encode(Transaction transaction) {
        if (!transaction.hasContent()) {
            return null;
        }
        int count = 0;
        int only = 0;
        for (int i = 0; i < transaction.touchedCount(); i++) {
            if (transaction.isAhead(i)) {
                only = i;
                count++;
            }
        }
        out.reset();
        out.writeVarUint(count);
        if (count == 1) {
            structs.writeSection(out, transaction.touched(only), transaction.before(only));
        } else if (count > 1) {
            writeSections(transaction);
        }
        transaction.deletions.write(out, false);
        byte[] update = out.toByteArray();
        out.reset();
        return update;
    }

    /** Returns the update in format 2, or null if nothing changed. */
    byte @Nullable [] encodeV2(Transaction transaction) {
        if (!transaction.hasContent()) {
            return null;
        }
        ColumnEncoder columns = doc.columns();
        columns.begin();
        for (int i : inDescendingOrder(transaction)) {
            if (transaction.isAhead(i)) {
                columns.writeSection(transaction.touched(i), transaction.before(i));
            }
        }
        return columns.finish(update -> transaction.deletions.write(update, true));
    }

    private void writeSections(Transaction transaction) {
        for (int i : inDescendingOrder(transaction)) {
            if (transaction.isAhead(i)) {
                structs.writeSection(out, transaction.touched(i), transaction.before(i));
            }
        }
    }

    private static Integer[] inDescendingOrder(Transaction transaction) {
        Integer[] order = new Integer[transaction.touchedCount()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Long.compare(transaction.touched(b).id, transaction.touched(a).id));
        return order;
    }
}
