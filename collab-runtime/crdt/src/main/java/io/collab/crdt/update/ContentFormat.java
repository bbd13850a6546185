package io.collab.crdt.update;

import io.collab.crdt.lib0.Any;
import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.lib0.DecodeException.Reason;
import io.collab.crdt.lib0.Decoder;
import io.collab.crdt.lib0.Encoder;
import io.collab.crdt.lib0.Json;

/**
 * The encoded content of a struct (layout: {@link StructCursor}). Copying writes what Yjs writes after reading: text,
 * bytes and types unchanged; values, JSON and subdocument options in their canonical form.
 */
final class ContentFormat {

    private static final char REPLACEMENT = '\ufffd';

    private ContentFormat() {}

    /** Verifies and skips a content; returns its number of clocks. */
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
                SubdocumentOptions.canonical(in.readAny(maxDepth));
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
     * Copies the content of the current struct.
     *
     * @param from positioned at the struct
     * @param offset number of clocks to omit, less than its length
     * @param out the output
     * @param unfolded whether {@link UpdateFormat#UNFOLDED} is written instead of format 1
     */
    static void copy(StructCursor from, long offset, Encoder out, boolean unfolded) {
        switch (from.content()) {
            case StructCursor.GC, StructCursor.SKIP, StructCursor.DELETED -> out.writeVarUint(from.length() - offset);
            case StructCursor.BINARY, StructCursor.TYPE -> {
                if (from.isPadded()) {
                    copyValues(from, 0, out, unfolded);
                } else {
                    copyRaw(from, out);
                }
            }
            case StructCursor.STRING -> {
                if (offset == 0 && (unfolded || !from.isUnfolded()) && !from.isPadded()) {
                    copyRaw(from, out);
                } else {
                    writeString(text(from, offset, false), out, unfolded);
                }
            }
            default -> copyValues(from, offset, out, unfolded);
        }
    }

    /**
     * Returns the text of the current struct.
     *
     * @param offset number of code units to omit
     * @param cut whether the first remaining one is replaced after half of a surrogate pair
     */
    static String text(StructCursor from, long offset, boolean cut) {
        String text = from.decoderAt(from.contentAt()).readVarString();
        int at = (int) offset;
        return cut && at > 0 && Character.isHighSurrogate(text.charAt(at - 1))
                ? REPLACEMENT + text.substring(at + 1)
                : text.substring(at);
    }

    private static void copyValues(StructCursor from, long offset, Encoder out, boolean unfolded) {
        Decoder in = from.decoderAt(from.contentAt());
        switch (from.content()) {
            case StructCursor.BINARY -> out.writeVarBytes(in.readVarBytes());
            case StructCursor.TYPE -> {
                out.writeVarUint(in.readVarUint());
                if (in.remaining() > 0) {
                    writeString(in.readVarString(), out, unfolded);
                }
            }
            case StructCursor.EMBED -> copyValue(from, in, out, unfolded);
            case StructCursor.FORMAT -> {
                writeString(in.readVarString(), out, unfolded);
                copyValue(from, in, out, unfolded);
            }
            case StructCursor.DOC -> {
                writeString(in.readVarString(), out, unfolded);
                out.writeAny(SubdocumentOptions.canonical(in.readAny(Decoder.UNLIMITED_DEPTH)));
            }
            case StructCursor.ANY -> {
                long count = in.readVarUint();
                out.writeVarUint(count - offset);
                for (long i = 0; i < count; i++) {
                    Any value = in.readAny(Decoder.UNLIMITED_DEPTH);
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
            if (!text.equals(Json.UNDEFINED)) {
                Json.parse(text, maxDepth);
            }
        }
        return count;
    }

    private static void skipType(Decoder in) {
        long kind = in.readVarUint();
        if (kind > TypeKind.XML_TEXT) {
            throw new DecodeException(Reason.UNKNOWN_TAG, "unknown type " + kind);
        }
        if (TypeKind.hasName(kind)) {
            in.skipVarString();
        }
    }
}
