package io.collab.crdt.internal.integration;

import io.collab.crdt.internal.format.FormatMark;
import io.collab.crdt.internal.store.Branch;
import io.collab.crdt.internal.store.ClientStructs;
import io.collab.crdt.internal.store.StructStore;
import io.collab.crdt.internal.store.Subdocument;
import io.collab.crdt.lib0.Any;
import io.collab.crdt.lib0.Decoder;
import io.collab.crdt.lib0.Json;
import io.collab.crdt.update.StructCursor;
import io.collab.crdt.update.SubdocumentOptions;
import io.collab.crdt.update.TypeKind;

/** Copies the content of received structs into the store. The cursor verified it before. */
final class ContentReader {

    private final StructStore store;

    ContentReader(StructStore store) {
        this.store = store;
    }

    /**
     * Sets the content of a struct whose kind of content is set.
     *
     * @param from the update
     * @param at offset of the content in the update
     * @param offset number of clocks to omit at the beginning
     */
    void read(StructCursor from, int at, int slot, int offset) {
        int kind = store.content(slot);
        if (kind == StructCursor.STRING) {
            store.content[slot] = store.owner(slot).text().appendEncoded(from.array(), at, offset);
            return;
        } else if (kind == StructCursor.DELETED) {
            return;
        }
        Decoder content = decoderAt(from, at);
        switch (kind) {
            case StructCursor.BINARY -> store.payload.set(slot, content.readVarBytes());
            case StructCursor.EMBED -> store.payload.set(slot, from.readValue(content));
            case StructCursor.FORMAT ->
                store.payload.set(slot, new FormatMark(store.intern(content.readVarString()), from.readValue(content)));
            case StructCursor.TYPE -> {
                int type = (int) content.readVarUint();
                store.payload.set(
                        slot, new Branch(type, TypeKind.hasName(type) ? store.intern(content.readVarString()) : ""));
            }
            case StructCursor.DOC -> {
                String guid = content.readVarString();
                store.payload.set(
                        slot,
                        Subdocument.received(
                                guid, SubdocumentOptions.canonical(content.readAny(Decoder.UNLIMITED_DEPTH))));
            }
            default -> readValues(content, slot, offset);
        }
    }

    /** Returns a decoder at an offset of an update. */
    static Decoder decoderAt(StructCursor from, int at) {
        return new Decoder(from.array(), at, from.array().length).allowLoneSurrogates(from.isUnfolded());
    }

    private void readValues(Decoder content, int slot, int offset) {
        ClientStructs client = store.owner(slot);
        int count = (int) content.readVarUint();
        store.content[slot] = client.values().size();
        for (int i = 0; i < count; i++) {
            Any value;
            if (store.content(slot) == StructCursor.ANY) {
                value = content.readAny(Decoder.UNLIMITED_DEPTH);
            } else {
                String text = content.readVarString();
                value = text.equals(Json.UNDEFINED) ? Any.UNDEFINED : Json.parse(text, Decoder.UNLIMITED_DEPTH);
            }
            if (i >= offset) {
                client.addValue(value);
            }
        }
    }
}
