package io.collab.crdt;

import io.collab.crdt.update.StructCursor;

/**
 * A struct of an update that is not, or not completely, integrated.
 *
 * @param client its client
 * @param clock its first clock
 * @param length how many clocks it takes
 * @param integrated how many of them, from the first on, the document has integrated
 * @param known how many of them, from the first on, are integrated or known otherwise
 * @param start where it begins in the bytes
 * @param end where it ends in the bytes
 * @param needs the ids it names
 */
record ReceivedStruct(
        long client, long clock, long length, long integrated, long known, int start, int end, Needs needs) {

    /** The ids that a struct names; a client of {@link StructCursor#NONE} stands for no id. */
    record Needs(
            long originClient,
            long originClock,
            long rightClient,
            long rightClock,
            long parentClient,
            long parentClock) {}

    static ReceivedStruct of(StructCursor cursor, long integrated, long known) {
        Needs needs = new Needs(
                cursor.originClient(),
                cursor.originClock(),
                cursor.rightClient(),
                cursor.rightClock(),
                cursor.parentClient(),
                cursor.parentClock());
        return new ReceivedStruct(
                cursor.client(),
                cursor.clock(),
                cursor.length(),
                integrated,
                known,
                cursor.start(),
                cursor.end(),
                needs);
    }

    long clockEnd() {
        return clock + length;
    }

    /** Returns whether something of it was never seen. */
    boolean isFresh() {
        return known < length;
    }
}
