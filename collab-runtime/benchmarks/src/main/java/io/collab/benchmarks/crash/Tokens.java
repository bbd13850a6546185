package io.collab.benchmarks.crash;

import io.collab.crdt.lib0.Decoder;
import io.collab.crdt.lib0.Encoder;
import io.collab.crdt.update.DecodeLimits;
import io.collab.crdt.update.StructCursor;
import java.util.Locale;

/**
 * Unique tokens in the array {@code tokens} of a document. Number k of a writer has clock k of the writer's client id,
 * and follows number k - 1: as a Yjs client writes that appends to its own text.
 */
final class Tokens {
    private static final int ANY = 8;
    private static final int HAS_ORIGIN = 0x80;
    private static final int ANY_STRING = 119;

    private Tokens() {}

    /** Receives one token that was found in a document. */
    @FunctionalInterface
    interface Visitor {
        void found(String token);
    }

    /** Returns the text of a token. */
    static String text(int writer, long number) {
        return String.format(Locale.ROOT, "w%02d.%06d", writer, number);
    }

    /** Encodes the tokens {@code from} to {@code to} (exclusive) as one update (v1). */
    static byte[] update(int writer, long client, long from, long to) {
        Encoder out = new Encoder();
        if (from >= to) {
            out.writeVarUint(0);
            out.writeVarUint(0);
            return out.toByteArray();
        }
        out.writeVarUint(1);
        out.writeVarUint(1);
        out.writeVarUint(client);
        out.writeVarUint(from);
        if (from == 0) {
            out.writeUint8(ANY);
            out.writeVarUint(1);
            out.writeVarString("tokens");
        } else {
            out.writeUint8(HAS_ORIGIN | ANY);
            out.writeVarUint(client);
            out.writeVarUint(from - 1);
        }
        out.writeVarUint(to - from);
        for (long number = from; number < to; number++) {
            out.writeUint8(ANY_STRING);
            out.writeVarString(text(writer, number));
        }
        out.writeVarUint(0);
        return out.toByteArray();
    }

    /**
     * Passes all tokens in an update (v1) to a sink, including those after a gap.
     *
     * @return the number of gaps, at which tokens in the middle are missing
     * @throws IllegalStateException if the update holds anything else, or a deletion
     */
    static int visit(byte[] update, Visitor visitor) {
        int gaps = 0;
        StructCursor cursor = new StructCursor(update, DecodeLimits.TRUSTED);
        while (cursor.next()) {
            if (cursor.content() == StructCursor.SKIP) {
                gaps++;
                continue;
            }
            if (cursor.content() != ANY) {
                throw new IllegalStateException("content " + cursor.content() + ", which no writer has written");
            }
            Decoder in = new Decoder(cursor.array());
            in.position(cursor.contentAt());
            for (long count = in.readVarUint(); count > 0; count--) {
                if (in.readUint8() != ANY_STRING) {
                    throw new IllegalStateException("a value that is not a text, which no writer has written");
                }
                visitor.found(in.readVarString());
            }
        }
        if (!cursor.readDeleteSet().isEmpty()) {
            throw new IllegalStateException("something is deleted, although no writer deletes");
        }
        return gaps;
    }
}
