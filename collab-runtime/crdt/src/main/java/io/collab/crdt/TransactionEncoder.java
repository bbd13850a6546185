package io.collab.crdt;

import io.collab.crdt.lib0.Encoder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Encodes what one transaction changed, from a buffer that is used again for every transaction. */
final class TransactionEncoder {

    private final StructEncoder structs;
    private final Encoder out = new Encoder(256);

    TransactionEncoder(StructEncoder structs) {
        this.structs = structs;
    }

    /** Returns the update, or null if nothing changed. */
    byte @Nullable [] encode(Transaction transaction) {
        int count = 0;
        Integer[] order = new Integer[transaction.touchedCount()];
        for (int i = 0; i < order.length; i++) {
            if (transaction.after(i) != transaction.before(i)) {
                order[count++] = i;
            }
        }
        if (count == 0 && transaction.deletions.isEmpty()) {
            return null;
        }
        if (count > 1) {
            Arrays.sort(order, 0, count, (a, b) -> Long.compare(transaction.touched(b).id, transaction.touched(a).id));
        }
        out.reset();
        out.writeVarUint(count);
        for (int i = 0; i < count; i++) {
            structs.writeSection(out, transaction.touched(order[i]), transaction.before(order[i]));
        }
        transaction.deletions.write(out);
        return out.toByteArray();
    }
}
