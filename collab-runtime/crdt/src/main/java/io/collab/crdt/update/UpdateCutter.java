package io.collab.crdt.update;

import io.collab.crdt.lib0.Encoder;
import java.util.Map;

/**
 * Removes the structs that a state vector covers from an update (v1). For each client everything from the first unknown
 * struct on is kept; consecutive structs in canonical form are copied at once.
 */
final class UpdateCutter {

    private final byte[] bytes;
    private final StructScanner in;
    private final StructCursor cursor;
    private final UpdateWriter out = new UpdateWriter();

    /** The start and the end of the bytes to be copied; nothing if they are equal. */
    private int from;

    private int to;

    UpdateCutter(byte[] update, DecodeLimits limits) {
        bytes = update;
        in = new StructScanner(update, limits);
        cursor = new StructCursor(update, limits);
    }

    byte[] cut(Map<Long, Long> state) {
        long client = StructCursor.NONE;
        long known = 0;
        boolean copying = false;
        while (in.next()) {
            if (in.client != client) {
                flush();
                client = in.client;
                known = state.getOrDefault(client, 0L);
                copying = false;
            }
            if (copying) {
                copy(0);
            } else if (!in.isSkip() && in.clock + in.length > known) {
                copying = true;
                copy(Math.max(known - in.clock, 0));
            }
        }
        flush();
        Encoder result = new Encoder(out.size() + 64);
        out.finish(result);
        in.copyDeletions(result);
        return result.toByteArray();
    }

    private void copy(long offset) {
        if (offset > 0 || !in.isCanonical()) {
            flush();
            cursor.reread(in.start, in.client, in.clock);
            out.copy(cursor, offset);
            return;
        }
        if (from == to) {
            from = in.start;
        }
        out.begin(in.client, in.clock);
        to = in.end();
    }

    private void flush() {
        out.body().writeBytes(bytes, from, to - from);
        from = to;
    }
}
