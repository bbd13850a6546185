package io.collab.crdt.internal.integration;

import static io.collab.crdt.internal.store.StructStore.NONE;

import io.collab.crdt.internal.store.Branch;
import io.collab.crdt.internal.store.ClientStructs;
import io.collab.crdt.internal.store.StructStore;
import io.collab.crdt.lib0.VarInts;
import io.collab.crdt.update.StructCursor;
import io.collab.crdt.update.StructInfo;

/**
 * The fast path for the most frequent update: plain ASCII text that continues the last run of its client, as typing
 * does. It only makes that run longer, so it needs no transaction. Any other update, malformed ones included, is
 * processed by {@link UpdateIntegrator}, which has the same effect where both apply.
 *
 * <pre>
 * 1 section, 1 struct, client, clock = the client's state
 * text with left id [and right id]: left id = client, clock - 1; right id = the right neighbour of the run
 * ASCII text of 1 to 127 bytes, no deletions
 * </pre>
 */
final class SequentialInsertion {

    private static final int TEXT_AT_END = StructInfo.LEFT_ORIGIN | StructCursor.STRING;
    private static final int TEXT_BETWEEN = StructInfo.ORIGINS | StructCursor.STRING;
    private static final int MIN_BYTES = 10;
    /** With the longest text and the largest numbers. A longer update is not looked at, so it is not kept either. */
    private static final int MAX_BYTES = 180;

    private static final int NUMBER_BITS = 53;

    private final StructStore store;
    private final boolean formattingCleanup;
    private byte[] bytes = {};
    private int at;

    SequentialInsertion(StructStore store, boolean formattingCleanup) {
        this.store = store;
        this.formattingCleanup = formattingCleanup;
    }

    /** Applies an update that is a sequential insertion; returns false and changes nothing if it is not. */
    boolean apply(byte[] update) {
        if (update.length < MIN_BYTES || update.length > MAX_BYTES || update[0] != 1 || update[1] != 1) {
            return false;
        }
        bytes = update;
        at = 2;
        ClientStructs client = store.clients.find(number());
        if (client == null
                || client.id == store.clients.localId
                || client.state == 0
                || client.state > Integer.MAX_VALUE - Byte.MAX_VALUE
                || number() != client.state) {
            return false;
        }
        int run = client.locate(client.state - 1);
        int next = store.right[run];
        int info = at < update.length ? Byte.toUnsignedInt(update[at++]) : 0;
        if (info != (next == NONE ? TEXT_AT_END : TEXT_BETWEEN)
                || number() != client.id
                || number() != client.state - 1
                || next != NONE && (number() != store.owner(next).id || number() != store.clock[next])) {
            return false;
        }
        return isText() && store.isOpenRun(run, next) && grow(client, run);
    }

    private boolean grow(ClientStructs client, int run) {
        Branch parent = store.parentOf(run);
        if (parent.hasFormatting && formattingCleanup) {
            return false;
        }
        int units = bytes[at];
        client.text().appendEncoded(bytes, at, 0);
        store.extendLast(client, run, units);
        return true;
    }

    /** Returns whether the rest is a short ASCII text and an empty delete set. */
    private boolean isText() {
        int last = bytes.length - 1;
        if (at >= last || bytes[at] <= 0 || at + bytes[at] + 1 != last || bytes[last] != 0) {
            return false;
        }
        for (int i = at + 1; i < last; i++) {
            if (bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }

    /** Reads a number; returns -1 if it is truncated, above 2^53-1 or not in its shortest form. */
    private long number() {
        long value = 0;
        for (int shift = 0; shift < NUMBER_BITS && at < bytes.length; shift += VarInts.BITS) {
            byte b = bytes[at++];
            value |= (long) (b & VarInts.LOW) << shift;
            if (b >= 0) {
                return shift > 0 && b == 0 || value >> NUMBER_BITS != 0 ? -1 : value;
            }
        }
        return -1;
    }
}
