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
        int only = 0;
        for (int i = 0; i < transaction.touchedCount(); i++) {
            if (transaction.after(i) != transaction.before(i)) {
                only = i;
                count++;
            }
        }
        if (count == 0 && transaction.deletions.isEmpty()) {
            return null;
        }
        out.reset();
        out.writeVarUint(count);
        if (count == 1) {
            structs.writeSection(out, transaction.touched(only), transaction.before(only));
        } else if (count > 1) {
            writeSections(transaction);
        }
        transaction.deletions.write(out);
        return out.toByteArray();
    }

    private void writeSections(Transaction transaction) {
        Integer[] order = new Integer[transaction.touchedCount()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Long.compare(transaction.touched(b).id, transaction.touched(a).id));
        for (int i : order) {
            if (transaction.after(i) != transaction.before(i)) {
                structs.writeSection(out, transaction.touched(i), transaction.before(i));
            }
        }
    }
}
