package io.collab.benchmarks.crash;

import io.collab.crdt.lib0.Decoder;
import io.collab.crdt.lib0.Encoder;
import io.collab.crdt.update.DecodeLimits;
import io.collab.crdt.update.StructCursor;
import java.util.Locale;

/**
 * Unique tokens in the array {@code tokens} of a document. Number k of a writer has clock k of the writer's client id, and lies
 * behind number k - 1: as a Yjs client writes that appends to what it has written.
 */
final class Tokens {
    private static final int ANY = 8;
    private static final int HAS_ORIGIN = 0x80;
    private static final int ANY_STRING = 119;

    private Tokens() {}

    /** Takes one token that was found in a document. */
    @FunctionalInterface
    interface Visitor {
        void found(String token);
    }

    /** The text of a token. */
    static String text(int writer, long number) {
        return String.format(Locale.ROOT, "w%02d.%06d", writer, number);
    }

    /** The tokens {@code from} to {@code to} (exclusive) as one update (v1). */
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
     * Tells all tokens in an update (v1), those too that wait behind a gap.
     *
     * @return how many gaps it has: something in the middle is not there
     * @throws IllegalStateException if something else is in it, or something is deleted
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
                throw new IllegalStateException("content " + cursor.content() + ", which nobody has written");
            }
            Decoder in = new Decoder(cursor.array());
            in.position(cursor.contentAt());
            for (long count = in.readVarUint(); count > 0; count--) {
                if (in.readUint8() != ANY_STRING) {
                    throw new IllegalStateException("a value that is not a text, which nobody has written");
                }
                visitor.found(in.readVarString());
            }
        }
        if (!cursor.readDeleteSet().isEmpty()) {
            throw new IllegalStateException("something is deleted, which nobody has done");
        }
        return gaps;
    }
}
