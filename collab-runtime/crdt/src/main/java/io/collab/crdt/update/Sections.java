package io.collab.crdt.update;

import io.collab.crdt.lib0.Encoder;
import java.util.Arrays;

/**
 * Sections of structs, one per client: the number of structs and the end of the bytes of each. The number of sections
 * is known only at the end.
 */
final class Sections {

    final Encoder body = new Encoder();
    private int[] ends = new int[8];
    private int count;
    private int written;
    private long client;

    void reset() {
        body.reset();
        count = 0;
        written = 0;
    }

    boolean isEmpty() {
        return written == 0 && count == 0;
    }

    /** Starts a struct; returns whether it is the first one of a new section. */
    boolean begin(long structClient) {
        if (written > 0 && structClient != client) {
            flush();
        }
        client = structClient;
        return written++ == 0;
    }

    /** Appends the number of sections, then each one after its number of structs. */
    void finish(Encoder out) {
        flush();
        out.writeVarUint(count);
        int from = 0;
        for (int i = 0; i < count; i++) {
            int to = ends[2 * i + 1];
            out.writeVarUint(ends[2 * i]);
            out.writeBytes(body, from, to - from);
            from = to;
        }
    }

    private void flush() {
        if (written == 0) {
            return;
        }
        if (2 * count == ends.length) {
            ends = Arrays.copyOf(ends, ends.length * 2);
        }
        ends[2 * count] = written;
        ends[2 * count + 1] = body.size();
        count++;
        written = 0;
    }
}
