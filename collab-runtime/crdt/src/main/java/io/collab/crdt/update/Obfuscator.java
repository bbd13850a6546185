package io.collab.crdt.update;

import io.collab.crdt.lib0.Any;
import io.collab.crdt.lib0.Decoder;
import io.collab.crdt.lib0.Encoder;
import java.util.HashMap;
import java.util.Map;

/**
 * Replaces what users wrote by the running numbers of the items, as Yjs does: equal names stay equal, and everything
 * that makes the structure, ids, lengths, deletions, stays as it is. Names of roots stay too.
 */
final class Obfuscator {

    private static final int WHOLE_DEPTH = Integer.MAX_VALUE; // verified when the cursor passed it

    private final StructCursor in;
    private final ObfuscatorOptions options;
    private final UpdateWriter out = new UpdateWriter(true);
    private final Encoder body = out.body();
    private final Map<String, String> keys = new HashMap<>();
    private final Map<String, String> nodeNames = new HashMap<>();
    private final Map<String, String> markNames = new HashMap<>();
    private final Map<Any, Any> markValues = new HashMap<>();
    private int number;

    Obfuscator(StructCursor in, ObfuscatorOptions options) {
        this.in = in;
        this.options = options;
        markValues.put(Any.NULL, Any.NULL); // what ends a mark must go on ending it
    }

    /** Returns the obfuscated update, {@link UpdateFormat#UNFOLDED}. */
    byte[] run() {
        while (in.next()) {
            if (in.content() == StructCursor.GC || in.content() == StructCursor.SKIP) {
                out.copy(in, 0);
            } else {
                writeHead();
                writeContent(in.decoderAt(in.contentAt()));
                number++;
            }
        }
        return out.toByteArray(in.readDeleteSet());
    }

    private void writeHead() {
        boolean left = in.originClient() != StructCursor.NONE;
        boolean right = in.rightClient() != StructCursor.NONE;
        boolean key = in.keyAt() >= 0;
        out.begin(in.client(), in.clock());
        body.writeUint8(in.content() | (left ? 0x80 : 0) | (right ? 0x40 : 0) | (key ? 0x20 : 0));
        if (left) {
            writeId(in.originClient(), in.originClock());
        }
        if (right) {
            writeId(in.rightClient(), in.rightClock());
        }
        if (left || right) {
            return;
        }
        if (in.rootAt() >= 0) {
            body.writeVarUint(1);
            body.writeExactString(in.decoderAt(in.rootAt()).readVarString());
        } else {
            body.writeVarUint(0);
            writeId(in.parentClient(), in.parentClock());
        }
        if (key) {
            String name = in.decoderAt(in.keyAt()).readVarString();
            body.writeVarString(name.isEmpty() ? name : keys.computeIfAbsent(name, unused -> "" + number));
        }
    }

    private void writeId(long client, long clock) {
        body.writeVarUint(client);
        body.writeVarUint(clock);
    }

    private void writeContent(Decoder content) {
        Any plain = new Any.Num(number);
        switch (in.content()) {
            case StructCursor.DELETED -> body.writeVarUint(in.length());
            case StructCursor.BINARY -> body.writeVarBytes(new byte[] {(byte) number});
            case StructCursor.STRING -> body.writeVarString(("" + number % 10).repeat((int) in.length()));
            case StructCursor.EMBED -> body.writeAny(new Any.Obj(Map.of()));
            case StructCursor.FORMAT -> writeMark(content);
            case StructCursor.TYPE -> writeType(content);
            case StructCursor.DOC -> writeSubdocument(content);
            default -> {
                body.writeVarUint(in.length());
                for (long i = 0; i < in.length(); i++) {
                    if (in.content() == StructCursor.ANY) {
                        body.writeAny(plain);
                    } else {
                        body.writeVarString("" + number);
                    }
                }
            }
        }
    }

    private void writeMark(Decoder content) {
        String name = content.readVarString();
        Any value = in.readValue(content);
        if (options.formatting()) {
            name = markNames.computeIfAbsent(name, unused -> "" + number);
            value = obfuscated(value);
        }
        body.writeExactString(name);
        body.writeAny(value);
    }

    /** Equal simple values stay equal; of objects JavaScript's map keeps each apart. */
    private Any obfuscated(Any value) {
        Any hidden = new Any.Obj(Map.of("i", new Any.Num(number)));
        if (value instanceof Any.Obj || value instanceof Any.Array || value instanceof Any.Bytes) {
            return hidden;
        }
        Any simple = value.equals(new Any.Num(-0.0)) ? new Any.Num(0) : value;
        return markValues.computeIfAbsent(simple, unused -> hidden);
    }

    private void writeType(Decoder content) {
        long kind = content.readVarUint();
        body.writeVarUint(kind);
        if (kind != ContentFormat.XML_ELEMENT && kind != ContentFormat.XML_HOOK) {
            return;
        }
        String name = content.readVarString();
        if (options.yxml()) {
            String prefix = kind == ContentFormat.XML_ELEMENT ? "node-" : "hook-";
            name = nodeNames.computeIfAbsent(name, unused -> prefix + number);
        }
        body.writeExactString(name);
    }

    private void writeSubdocument(Decoder content) {
        String guid = content.readVarString();
        Any.Obj given = ContentFormat.subdocumentOptions(content.readAny(WHOLE_DEPTH));
        body.writeExactString(options.subdocs() ? "" + number : guid);
        body.writeAny(options.subdocs() ? new Any.Obj(Map.of()) : given);
    }
}
