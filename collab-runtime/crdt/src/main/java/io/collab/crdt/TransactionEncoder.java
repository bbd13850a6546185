package io.collab.crdt;

import io.collab.crdt.lib0.Encoder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Encodes what one transaction changed, from buffers that are used again for every transaction. */
final class TransactionEncoder {

    private final StructEncoder structs;
    private final ColumnEncoder columns;
    private final Encoder out = new Encoder(256);
    private Integer[] order = new Integer[0];

    TransactionEncoder(StructEncoder structs, ColumnEncoder columns) {
        this.structs = structs;
        this.columns = columns;
    }

    /** Returns the update, or null if nothing changed. */
    byte @Nullable [] encode(Transaction transaction) {
        int count = sortClients(transaction);
        if (count == 0 && transaction.deletions.isEmpty()) {
            return null;
        }
        out.reset();
        out.writeVarUint(count);
        for (int i = 0; i < count; i++) {
            structs.writeSection(out, transaction.touched(order[i]), transaction.before(order[i]));
        }
        transaction.deletions.write(out, false);
        return out.toByteArray();
    }

    /** Returns the update in format 2, or null if nothing changed. */
    byte @Nullable [] encodeV2(Transaction transaction) {
        int count = sortClients(transaction);
        if (count == 0 && transaction.deletions.isEmpty()) {
            return null;
        }
        columns.begin();
        for (int i = 0; i < count; i++) {
            columns.writeSection(transaction.touched(order[i]), transaction.before(order[i]));
        }
        return columns.finish(update -> transaction.deletions.write(update, true));
    }

    /** Brings the clients with new structs into descending order; returns how many there are. */
    private int sortClients(Transaction transaction) {
        int count = 0;
        order = new Integer[transaction.touchedCount()];
        for (int i = 0; i < order.length; i++) {
            if (transaction.after(i) != transaction.before(i)) {
                order[count++] = i;
            }
        }
        if (count > 1) {
            Arrays.sort(order, 0, count, (a, b) -> Long.compare(transaction.touched(b).id, transaction.touched(a).id));
        }
        return count;
    }
}
