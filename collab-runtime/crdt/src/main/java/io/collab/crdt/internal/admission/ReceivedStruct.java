package io.collab.crdt.internal.admission;

import io.collab.crdt.update.StructCursor;

/** A struct of an update that is not, or not completely, integrated. */
public final class ReceivedStruct {

    /** Its client. */
    public final long client;

    /** Its first clock, and the one behind its last. */
    public final long clock;

    public final long clockEnd;

    /** How many of its clocks, from the first on, the document has integrated. */
    public final long integrated;

    /** How many of its clocks, from the first on, are integrated or known otherwise. */
    public final long known;

    /** Where it begins and ends in the bytes. */
    public final int start;

    public final int end;

    /** The ids it names; a client of {@link StructCursor#NONE} stands for no id. */
    public final long originClient;

    public final long originClock;
    public final long rightClient;
    public final long rightClock;
    public final long parentClient;
    public final long parentClock;

    public ReceivedStruct(StructCursor cursor, long integrated, long known) {
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
    public boolean isFresh() {
        return clock + known < clockEnd;
    }
}
