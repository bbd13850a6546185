package io.collab.crdt.update;

import io.collab.crdt.lib0.Any;
import io.collab.crdt.lib0.Decoder;
import io.collab.crdt.lib0.Encoder;
import java.util.HashMap;
import java.util.Map;

/**
 * Replaces the content written by users by the numbers of the items, as Yjs does: equal names stay equal; the
 * structure, ids, lengths and deletions are kept, and so are the names of roots.
 */
final class Obfuscator {

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
        markValues.put(Any.NULL, Any.NULL); // the end of a mark must stay an end
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
        body.writeUint8(StructInfo.of(in.content(), left, right, key));
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
            body.writeVarUint(StructInfo.PARENT_ROOT);
            body.writeExactString(in.decoderAt(in.rootAt()).readVarString());
        } else {
            body.writeVarUint(StructInfo.PARENT_ITEM);
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

    /**
     * Returns the replacement of a value: the same one for equal primitives, a new one for every object, as in
     * JavaScript's maps.
     */
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
        if (!TypeKind.hasName(kind)) {
            return;
        }
        String name = content.readVarString();
        if (options.yxml()) {
            String prefix = kind == TypeKind.XML_ELEMENT ? "node-" : "hook-";
            name = nodeNames.computeIfAbsent(name, unused -> prefix + number);
        }
        body.writeExactString(name);
    }

    private void writeSubdocument(Decoder content) {
        String guid = content.readVarString();
        Any.Obj canonical = SubdocumentOptions.canonical(content.readAny(Decoder.UNLIMITED_DEPTH));
        body.writeExactString(options.subdocs() ? "" + number : guid);
        body.writeAny(options.subdocs() ? new Any.Obj(Map.of()) : canonical);
    }
}
