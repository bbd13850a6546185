package io.collab.crdt.internal.admission;

import io.collab.crdt.update.StructCursor;

/** A struct of an update that is not, or not completely, integrated. */
final class ReceivedStruct {

    /** Its client. */
    final long client;

    /** Its first clock, and the one behind its last. */
    final long clock;

    final long clockEnd;

    /** How many of its clocks, from the first on, the document has integrated. */
    final long integrated;

    /** How many of its clocks, from the first on, are integrated or known otherwise. */
    final long known;

    /** Where it begins and ends in the bytes. */
    final int start;

    final int end;

    /** The ids it names; a client of {@link StructCursor#NONE} stands for no id. */
    final long originClient;

    final long originClock;
    final long rightClient;
    final long rightClock;
    final long parentClient;
    final long parentClock;

    ReceivedStruct(StructCursor cursor, long integrated, long known) {
        this.client = cursor.client();
        this.clock = cursor.clock();
        this.clockEnd = cursor.clockEnd();
        this.integrated = integrated;
        this.known = known;
        this.start = cursor.start();
        this.end = cursor.end();
        this.originClient = cursor.originClient();
        this.originClock = cursor.originClock();
        this.rightClient = cursor.rightClient();
        this.rightClock = cursor.rightClock();
        this.parentClient = cursor.parentClient();
        this.parentClock = cursor.parentClock();
    }

    /** Returns whether something of it was never seen. */
    boolean isFresh() {
        return clock + known < clockEnd;
    }
}
