package io.collab.benchmarks.wire;

import io.collab.crdt.update.DecodeLimits;
import io.collab.crdt.update.StructCursor;

/** The content of an update, as clock ranges of clients. */
public final class ClockRanges {
    private ClockRanges() {}

    /** Receives one range. */
    @FunctionalInterface
    public interface Visitor {
        /** The clocks {@code from} to {@code to} (exclusive) of a client. */
        void range(long client, long from, long to);
    }

    /** Passes all ranges of an update (v1) to a sink. */
    public static void visit(byte[] update, Visitor visitor) {
        StructCursor cursor = new StructCursor(update, DecodeLimits.TRUSTED);
        while (cursor.next()) {
            if (cursor.content() != StructCursor.SKIP) {
                visitor.range(cursor.client(), cursor.clock(), cursor.clockEnd());
            }
        }
    }
}
