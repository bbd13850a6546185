package io.collab.crdt.update;

import io.collab.crdt.lib0.Any;
import io.collab.crdt.lib0.Decoder;
import io.collab.crdt.lib0.Encoder;
import io.collab.crdt.lib0.Json;

/** Copies structs into an update of format 2. */
final class UpdateWriterV2 implements StructWriter {

    private final ColumnWriter out = new ColumnWriter();

    @Override
    public void copy(StructCursor from, long offset, boolean cut) {
        int content = from.content();
        if (content == StructCursor.GC || content == StructCursor.SKIP) {
            range(content, from.client(), from.clock() + offset, from.length() - offset);
            return;
        }
        boolean left = offset > 0 || from.originClient() != StructCursor.NONE;
        boolean right = from.rightClient() != StructCursor.NONE;
        out.begin(from.client(), from.clock() + offset, StructInfo.of(content, left, right, from.keyAt() >= 0));
        if (offset > 0) {
            out.left(from.client(), from.clock() + offset - 1);
        } else if (left) {
            out.left(from.originClient(), from.originClock());
        }
        if (right) {
            out.right(from.rightClient(), from.rightClock());
        }
        if (!left && !right) {
            writeParent(from);
        }
        writeContent(from, offset, cut);
    }

    @Override
    public void range(int content, long client, long clock, long length) {
        out.begin(client, clock, content);
        if (content == StructCursor.GC) {
            out.length(length);
        } else {
            out.rest().writeVarUint(length);
        }
    }

    @Override
    public byte[] toByteArray(DeleteSet deletions) {
        Encoder update = new Encoder(out.size() + out.size() / 8 + 64);
        out.finish(update);
        deletions.writeV2(update);
        return update.toByteArray();
    }

    private void writeParent(StructCursor from) {
        if (from.rootAt() >= 0) {
            out.parentRoot(from.decoderAt(from.rootAt()).readVarString());
        } else {
            out.parentItem(from.parentClient(), from.parentClock());
        }
        if (from.keyAt() >= 0) {
            out.strings().write(from.decoderAt(from.keyAt()).readVarString());
        }
    }

    private void writeContent(StructCursor from, long offset, boolean cut) {
        Decoder in = from.decoderAt(from.contentAt());
        switch (from.content()) {
            case StructCursor.DELETED -> out.length(from.length() - offset);
            case StructCursor.STRING -> writeText(from, in, (int) offset, cut);
            case StructCursor.BINARY -> out.rest().writeVarBytes(in.readVarBytes());
            case StructCursor.TYPE -> {
                int kind = (int) in.readVarUint();
                out.typeRef(kind);
                if (in.remaining() > 0) {
                    out.name(in.readVarString());
                }
            }
            case StructCursor.EMBED -> out.rest().writeAny(from.readValue(in));
            case StructCursor.FORMAT -> {
                out.name(in.readVarString());
                out.rest().writeAny(from.readValue(in));
            }
            case StructCursor.DOC -> {
                out.strings().write(in.readVarString());
                out.rest().writeAny(SubdocumentOptions.canonical(in.readAny(Decoder.UNLIMITED_DEPTH)));
            }
            default -> writeValues(from, in, offset);
        }
    }

    private void writeText(StructCursor from, Decoder in, int offset, boolean cut) {
        int length = (int) from.length();
        int bytes = in.readLength();
        if (bytes == length) { // one byte per character
            out.strings().writeLatin1(from.array(), in.position() + offset, length - offset);
        } else {
            out.strings().write(ContentFormat.text(from, offset, cut));
        }
    }

    private void writeValues(StructCursor from, Decoder in, long offset) {
        long count = in.readVarUint();
        out.length(count - offset);
        for (long i = 0; i < count; i++) {
            if (from.content() == StructCursor.ANY) {
                Any value = in.readAny(Decoder.UNLIMITED_DEPTH);
                if (i >= offset) {
                    out.rest().writeAny(value);
                }
            } else {
                String text = in.readVarString();
                if (i >= offset) {
                    out.strings().write(Json.canonical(text));
                }
            }
        }
    }
}
