package io.collab.crdt.internal.integration;

import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.lib0.DecodeException.Reason;
import io.collab.crdt.update.DecodeLimits;
import io.collab.crdt.update.StructCursor;
import io.collab.crdt.update.StructWriter;
import io.collab.crdt.update.UpdateFormat;
import java.util.Arrays;

/**
 * An update that is completely decoded and verified before anything of it is integrated: one row per struct in the
 * order of the bytes, one section per client. Content stays in the bytes. Reusable: the arrays grow to the size of the
 * largest update.
 */
public final class IncomingUpdate implements StructCursor.DeletionSink {

    private static final int KEPT_ROWS = 64;
    private static final int KEPT_BYTES = 1024;
    /** An update without sections and deletions. */
    static final byte[] EMPTY = {0, 0};

    byte[] bytes = EMPTY;
    final StructCursor cursor = new StructCursor(EMPTY, DecodeLimits.TRUSTED);

    int deletions;
    long[] deletedClient = new long[4];
    int[] deletedFrom = new int[4];
    int[] deletedTo = new int[4];

    int sections;
    long[] sectionClient = new long[4];
    int[] sectionStart = new int[4];
    int[] sectionEnd = new int[4];

    int rows;
    int[] section = new int[8];
    int[] clock = new int[8];
    int[] length = new int[8];
    int[] content = new int[8];
    long[] originClient = new long[8];
    int[] originClock = new int[8];
    long[] rightClient = new long[8];
    int[] rightClock = new int[8];
    long[] parentClient = new long[8];
    int[] parentClock = new int[8];
    int[] rootAt = new int[8];
    int[] keyAt = new int[8];
    int[] startAt = new int[8];
    int[] contentAt = new int[8];

    /**
     * Decodes an update.
     *
     * @throws DecodeException if it is malformed, exceeds the limits, or has a clock above 2^31-1, the maximum of this
     *     engine
     */
    void read(byte[] update, DecodeLimits limits, UpdateFormat format) {
        sections = 0;
        rows = 0;
        deletions = 0;
        cursor.reset(update, limits, format);
        bytes = cursor.array();
        while (cursor.next()) {
            addRow();
        }
        cursor.readDeletions(this);
    }

    /** Copies a row unchanged. */
    void copyRow(int row, StructWriter out) {
        cursor.reread(startAt[row], sectionClient[section[row]], clock[row]);
        out.copy(cursor, 0);
    }

    /** Releases the update; memory that only a large update needs is freed. */
    void release() {
        if (bytes.length > KEPT_BYTES) {
            bytes = EMPTY;
            cursor.reset(EMPTY, DecodeLimits.TRUSTED);
            if (clock.length > KEPT_ROWS) {
                grow(KEPT_ROWS);
            }
        }
    }

    @Override
    public void add(long client, long clock, long length) {
        if (deletions == deletedFrom.length) {
            deletedClient = Arrays.copyOf(deletedClient, deletions * 2);
            deletedFrom = Arrays.copyOf(deletedFrom, deletions * 2);
            deletedTo = Arrays.copyOf(deletedTo, deletions * 2);
        }
        deletedClient[deletions] = client;
        deletedFrom[deletions] = requireFits(clock);
        deletedTo[deletions++] = requireFits(clock + length);
    }

    private void addRow() {
        if (sections == 0 || sectionClient[sections - 1] != cursor.client()) {
            openSection(cursor.client());
        }
        if (rows == clock.length) {
            grow(rows * 2);
        }
        int row = rows++;
        sectionEnd[sections - 1] = rows;
        section[row] = sections - 1;
        requireFits(cursor);
        clock[row] = (int) cursor.clock();
        length[row] = (int) cursor.length();
        content[row] = cursor.content();
        originClient[row] = cursor.originClient();
        rightClient[row] = cursor.rightClient();
        parentClient[row] = cursor.parentClient();
        if (originClient[row] != StructCursor.NONE) {
            originClock[row] = (int) cursor.originClock();
        }
        if (rightClient[row] != StructCursor.NONE) {
            rightClock[row] = (int) cursor.rightClock();
        }
        if (parentClient[row] != StructCursor.NONE) {
            parentClock[row] = (int) cursor.parentClock();
        }
        rootAt[row] = cursor.rootAt();
        keyAt[row] = cursor.keyAt();
        startAt[row] = cursor.start();
        contentAt[row] = cursor.contentAt();
    }

    /**
     * Verifies that this engine can represent every clock of a struct. The admission uses the same check, so that a log
     * contains only updates that a document can load.
     *
     * @throws DecodeException if a clock is above 2^31-1
     */
    public static void requireFits(StructCursor cursor) {
        requireFits(cursor.clockEnd());
        if (cursor.originClient() != StructCursor.NONE) {
            requireFits(cursor.originClock());
        }
        if (cursor.rightClient() != StructCursor.NONE) {
            requireFits(cursor.rightClock());
        }
        if (cursor.parentClient() != StructCursor.NONE) {
            requireFits(cursor.parentClock());
        }
    }

    private void openSection(long client) {
        if (sections == sectionClient.length) {
            sectionClient = Arrays.copyOf(sectionClient, sections * 2);
            sectionStart = Arrays.copyOf(sectionStart, sections * 2);
            sectionEnd = Arrays.copyOf(sectionEnd, sections * 2);
        }
        sectionClient[sections] = client;
        sectionStart[sections] = rows;
        sectionEnd[sections] = rows;
        sections++;
    }

    /**
     * Verifies that this engine can represent a clock; returns it.
     *
     * @throws DecodeException if the clock is above 2^31-1
     */
    public static int requireFits(long clock) {
        if (clock > Integer.MAX_VALUE) {
            throw new DecodeException(Reason.NUMBER_TOO_LARGE, "clock above 2^31-1");
        }
        return (int) clock;
    }

    private void grow(int capacity) {
        section = Arrays.copyOf(section, capacity);
        clock = Arrays.copyOf(clock, capacity);
        length = Arrays.copyOf(length, capacity);
        content = Arrays.copyOf(content, capacity);
        originClient = Arrays.copyOf(originClient, capacity);
        originClock = Arrays.copyOf(originClock, capacity);
        rightClient = Arrays.copyOf(rightClient, capacity);
        rightClock = Arrays.copyOf(rightClock, capacity);
        parentClient = Arrays.copyOf(parentClient, capacity);
        parentClock = Arrays.copyOf(parentClock, capacity);
        rootAt = Arrays.copyOf(rootAt, capacity);
        keyAt = Arrays.copyOf(keyAt, capacity);
        startAt = Arrays.copyOf(startAt, capacity);
        contentAt = Arrays.copyOf(contentAt, capacity);
    }
}
