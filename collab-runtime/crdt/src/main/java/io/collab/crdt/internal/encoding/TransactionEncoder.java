package io.collab.crdt.internal.encoding;

import io.collab.crdt.internal.store.TransactionRecord;
import io.collab.crdt.lib0.Encoder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Encodes the changes of transactions as updates; buffers are reused. */
public final class TransactionEncoder {

    private final StateEncoder encoders;
    private final StructEncoder structs;
    private final Encoder out = new Encoder(256);

    public TransactionEncoder(StateEncoder encoders) {
        this.encoders = encoders;
        this.structs = encoders.structs();
    }

    /** Returns the update, or null if nothing changed. As in Yjs, it contains everything that exists now. */
    public byte @Nullable [] encode(TransactionRecord transaction) {
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
    public byte @Nullable [] encodeV2(TransactionRecord transaction) {
        if (!transaction.hasContent()) {
            return null;
        }
        ColumnEncoder columns = encoders.columns();
        columns.begin();
        for (int i : inDescendingOrder(transaction)) {
            if (transaction.isAhead(i)) {
                columns.writeSection(transaction.touched(i), transaction.before(i));
            }
        }
        return columns.finish(update -> transaction.deletions.write(update, true));
    }

    private void writeSections(TransactionRecord transaction) {
        for (int i : inDescendingOrder(transaction)) {
            if (transaction.isAhead(i)) {
                structs.writeSection(out, transaction.touched(i), transaction.before(i));
            }
        }
    }

    private static Integer[] inDescendingOrder(TransactionRecord transaction) {
        Integer[] order = new Integer[transaction.touchedCount()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Long.compare(transaction.touched(b).id, transaction.touched(a).id));
        return order;
    }
}
