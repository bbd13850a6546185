package io.collab.crdt.internal.admission;

import io.collab.crdt.update.StructCursor;
import org.jspecify.annotations.Nullable;

/** A struct of an update that is not integrated, or only partly. */
final class ReceivedStruct {

    private final StructCursor cursor;
    private @Nullable ComparableContent content;
    private boolean read;

    /** The client. */
    final long client;

    /** The first clock, and the clock after the last one. */
    final long clock;

    final long clockEnd;

    /** The number of its first clocks that the document has integrated. */
    final long integrated;

    /** The number of its first clocks that are known: integrated, pending or admitted. */
    final long known;

    /** The offsets of its beginning and its end in the update. */
    final int start;

    final int end;

    /** The ids it refers to; the client is {@link StructCursor#NONE} if there is no id. */
    final long originClient;

    final long originClock;
    final long rightClient;
    final long rightClock;
    final long parentClient;
    final long parentClock;

    ReceivedStruct(StructCursor cursor, long integrated, long known) {
        this.cursor = cursor;
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

    /** Returns the cursor that read it, positioned at it again. */
    StructCursor reread() {
        cursor.reread(start, client, clock);
        return cursor;
    }

    /** Returns its content, read on demand, or null if it has none. */
    @Nullable
    ComparableContent content() {
        if (!read) {
            content = ComparableContent.of(reread());
            read = true;
        }
        return content;
    }

    /** Returns whether some of its clocks are unknown. */
    boolean isFresh() {
        return clock + known < clockEnd;
    }
}
