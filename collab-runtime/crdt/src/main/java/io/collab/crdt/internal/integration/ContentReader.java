package io.collab.crdt.internal.integration;

import io.collab.crdt.internal.format.FormatMark;
import io.collab.crdt.internal.store.Branch;
import io.collab.crdt.internal.store.ClientStructs;
import io.collab.crdt.internal.store.StructStore;
import io.collab.crdt.internal.store.Subdocument;
import io.collab.crdt.lib0.Any;
import io.collab.crdt.lib0.Decoder;
import io.collab.crdt.lib0.Json;
import io.collab.crdt.update.ContentFormat;
import io.collab.crdt.update.StructCursor;

/** Moves the content of received structs into the store. It was verified when the cursor passed it. */
final class ContentReader {

    private static final int WHOLE_DEPTH = Integer.MAX_VALUE;

    private final StructStore store;

    ContentReader(StructStore store) {
        this.store = store;
    }

    /**
     * Fills in the content of a struct whose kind of content is set.
     *
     * @param from the update
     * @param at where the content is in its bytes
     * @param offset how many clocks to leave out at the beginning
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
                boolean named = type == Branch.XML_ELEMENT || type == Branch.XML_HOOK;
                store.payload.set(slot, new Branch(type, named ? store.intern(content.readVarString()) : ""));
            }
            case StructCursor.DOC -> {
                String guid = content.readVarString();
                store.payload.set(
                        slot,
                        Subdocument.received(guid, ContentFormat.subdocumentOptions(content.readAny(WHOLE_DEPTH))));
            }
            default -> readValues(content, slot, offset);
        }
    }

    /** Returns a decoder of what lies at an offset of an update. */
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
                value = content.readAny(WHOLE_DEPTH);
            } else {
                String text = content.readVarString();
                value = text.equals("undefined") ? Any.UNDEFINED : Json.parse(text, WHOLE_DEPTH);
            }
            if (i >= offset) {
                client.addValue(value);
            }
        }
    }
}
