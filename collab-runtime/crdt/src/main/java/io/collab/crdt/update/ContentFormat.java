package io.collab.crdt.update;

import io.collab.crdt.lib0.Any;
import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.lib0.DecodeException.Reason;
import io.collab.crdt.lib0.Decoder;
import io.collab.crdt.lib0.Encoder;
import io.collab.crdt.lib0.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The content part of a struct as bytes (layout: {@link StructCursor}). Copying writes what Yjs writes after reading:
 * text, bytes and types as they are; values, JSON and subdocument options in their canonical form.
 */
public final class ContentFormat {

    static final int XML_ELEMENT = 3;
    static final int XML_HOOK = 5;
    private static final int LAST_TYPE = 6;

    private ContentFormat() {}

    /** Verifies and skips a content; returns how many clocks it takes. */
    static long skip(Decoder in, int content, int maxDepth, boolean unfolded) {
        switch (content) {
            case StructCursor.DELETED:
                return in.readVarUint();
            case StructCursor.JSON:
                return skipJsonValues(in, maxDepth);
            case StructCursor.BINARY:
                in.skip(in.readLength());
                return 1;
            case StructCursor.STRING:
                return in.skipVarString();
            case StructCursor.EMBED:
                skipValue(in, maxDepth, unfolded);
                return 1;
            case StructCursor.FORMAT:
                in.skipVarString();
                skipValue(in, maxDepth, unfolded);
                return 1;
            case StructCursor.TYPE:
                skipType(in);
                return 1;
            case StructCursor.ANY:
                long count = in.readVarUint();
                for (long i = 0; i < count; i++) {
                    in.skipAny(maxDepth);
                }
                return count;
            case StructCursor.DOC:
                in.skipVarString();
                subdocumentOptions(in.readAny(maxDepth));
                return 1;
            default:
                throw unknown(content);
        }
    }

    static DecodeException unknown(int content) {
        return new DecodeException(Reason.UNKNOWN_TAG, "unknown content " + content);
    }

    private static void skipValue(Decoder in, int maxDepth, boolean unfolded) {
        if (unfolded) {
            in.skipAny(maxDepth);
        } else {
            Json.parse(in.readVarString(), maxDepth);
        }
    }

    /**
     * Returns the options of a subdocument as Yjs writes them: {@code gc} only if false, {@code autoLoad} only if true,
     * {@code meta} only if there is any.
     *
     * @param options what was read
     * @throws DecodeException if there are none at all
     */
    public static Any.Obj subdocumentOptions(Any options) {
        if (options instanceof Any.Null || options instanceof Any.Undefined) {
            throw new DecodeException(Reason.UNKNOWN_TAG, "subdocument without options");
        }
        Map<String, Any> result = new LinkedHashMap<>();
        if (options instanceof Any.Obj object) {
            Any gc = object.entries().get("gc");
            if (gc != null && !(gc instanceof Any.Undefined) && !isTruthy(gc)) {
                result.put("gc", new Any.Bool(false));
            }
            Any autoLoad = object.entries().get("autoLoad");
            if (autoLoad != null && isTruthy(autoLoad)) {
                result.put("autoLoad", new Any.Bool(true));
            }
            Any meta = object.entries().get("meta");
            if (meta != null && !(meta instanceof Any.Null) && !(meta instanceof Any.Undefined)) {
                result.put("meta", meta);
            }
        }
        return new Any.Obj(result);
    }

    /**
     * Copies the content of the current struct.
     *
     * @param from positioned at the struct
     * @param offset how many clocks of it to leave out, less than its length
     * @param out where to
     * @param unfolded whether to write {@link UpdateFormat#UNFOLDED}, or else format 1
     */
    static void copy(StructCursor from, long offset, Encoder out, boolean unfolded) {
        switch (from.content()) {
            case StructCursor.GC, StructCursor.SKIP, StructCursor.DELETED -> out.writeVarUint(from.length() - offset);
            case StructCursor.BINARY, StructCursor.TYPE -> copyRaw(from, out);
            case StructCursor.STRING -> {
                if (offset == 0 && (unfolded || !from.isUnfolded())) {
                    copyRaw(from, out);
                } else {
                    String text = from.decoderAt(from.contentAt()).readVarString();
                    writeString(text.substring((int) offset), out, unfolded);
                }
            }
            default -> copyValues(from, offset, out, unfolded);
        }
    }

    private static void copyValues(StructCursor from, long offset, Encoder out, boolean unfolded) {
        Decoder in = from.decoderAt(from.contentAt());
        int depth = Integer.MAX_VALUE; // verified when the cursor passed it
        switch (from.content()) {
            case StructCursor.EMBED -> copyValue(from, in, out, unfolded);
            case StructCursor.FORMAT -> {
                writeString(in.readVarString(), out, unfolded);
                copyValue(from, in, out, unfolded);
            }
            case StructCursor.DOC -> {
                writeString(in.readVarString(), out, unfolded);
                out.writeAny(subdocumentOptions(in.readAny(depth)));
            }
            case StructCursor.ANY -> {
                long count = in.readVarUint();
                out.writeVarUint(count - offset);
                for (long i = 0; i < count; i++) {
                    Any value = in.readAny(depth);
                    if (i >= offset) {
                        out.writeAny(value);
                    }
                }
            }
            default -> {
                long count = in.readVarUint();
                out.writeVarUint(count - offset);
                for (long i = 0; i < count; i++) {
                    String text = in.readVarString();
                    if (i >= offset) {
                        out.writeVarString(Json.canonical(text));
                    }
                }
            }
        }
    }

    private static void copyValue(StructCursor from, Decoder in, Encoder out, boolean unfolded) {
        Any value = from.readValue(in);
        if (unfolded) {
            out.writeAny(value);
        } else {
            out.writeVarString(Json.stringify(value));
        }
    }

    private static void writeString(String text, Encoder out, boolean unfolded) {
        if (unfolded) {
            out.writeExactString(text);
        } else {
            out.writeVarString(text);
        }
    }

    private static void copyRaw(StructCursor from, Encoder out) {
        out.writeBytes(from.array(), from.contentAt(), from.end() - from.contentAt());
    }

    private static long skipJsonValues(Decoder in, int maxDepth) {
        long count = in.readVarUint();
        for (long i = 0; i < count; i++) {
            String text = in.readVarString();
            if (!text.equals("undefined")) {
                Json.parse(text, maxDepth);
            }
        }
        return count;
    }

    private static void skipType(Decoder in) {
        long kind = in.readVarUint();
        if (kind > LAST_TYPE) {
            throw new DecodeException(Reason.UNKNOWN_TAG, "unknown type " + kind);
        }
        if (kind == XML_ELEMENT || kind == XML_HOOK) {
            in.skipVarString();
        }
    }

    private static boolean isTruthy(Any value) {
        if (value instanceof Any.Bool bool) {
            return bool.value();
        } else if (value instanceof Any.Num number) {
            return number.value() != 0 && !Double.isNaN(number.value());
        } else if (value instanceof Any.BigInt number) {
            return number.value() != 0;
        } else if (value instanceof Any.Text text) {
            return !text.value().isEmpty();
        }
        return !(value instanceof Any.Null) && !(value instanceof Any.Undefined);
    }
}
