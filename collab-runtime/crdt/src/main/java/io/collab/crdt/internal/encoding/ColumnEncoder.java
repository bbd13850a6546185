package io.collab.crdt.internal.encoding;

import io.collab.crdt.internal.format.FormatMark;
import io.collab.crdt.internal.store.Branch;
import io.collab.crdt.internal.store.ClientStructs;
import io.collab.crdt.internal.store.StructStore;
import io.collab.crdt.internal.store.Subdocument;
import io.collab.crdt.lib0.Any;
import io.collab.crdt.lib0.Encoder;
import io.collab.crdt.lib0.Json;
import io.collab.crdt.update.ColumnWriter;
import io.collab.crdt.update.StructCursor;
import io.collab.crdt.update.StructInfo;
import io.collab.crdt.update.TypeKind;
import java.util.function.Consumer;

/** Writes structs of the store in format 2. Reusable for many updates; not thread-safe. */
public final class ColumnEncoder {

    private final StructStore store;
    private final ColumnWriter out = new ColumnWriter();

    ColumnEncoder(StructStore store) {
        this.store = store;
    }

    /** Starts an update. */
    public void begin() {
        out.reset();
    }

    /**
     * Writes the section of one client: everything from a clock on.
     *
     * @param from first clock, less than the client's state
     */
    void writeSection(ClientStructs client, int from) {
        int first = client.locate(from);
        int count = client.countFromCurrent();
        write(client, first, from - store.clock[first]);
        if (count > 1) {
            int[] slots = client.slotsFromCurrent(count);
            for (int i = 1; i < count; i++) {
                write(client, slots[i], 0);
            }
        }
    }

    /**
     * Writes the section of one client: everything before a clock at which a struct begins.
     *
     * @param to clock, above 0
     */
    public void writeSectionUntil(ClientStructs client, int to) {
        for (int slot : client.slotsFrom(0)) {
            if (store.clock[slot] >= to) {
                return;
            }
            write(client, slot, 0);
        }
    }

    /**
     * Ends an update and returns it.
     *
     * @param deletions a function that writes the delete set
     */
    public byte[] finish(Consumer<Encoder> deletions) {
        Encoder update = new Encoder(out.size() + out.size() / 8 + 64);
        out.finish(update);
        out.reset();
        deletions.accept(update);
        return update.toByteArray();
    }

    private void write(ClientStructs owner, int slot, int offset) {
        int content = store.content(slot);
        int clock = store.clock[slot] + offset;
        if (content == StructCursor.GC) {
            out.begin(owner.id, clock, StructCursor.GC);
            out.length(store.length[slot] - offset);
            return;
        }
        boolean left = offset > 0 || store.originClient[slot] != StructStore.NONE;
        boolean right = store.rightClient[slot] != StructStore.NONE;
        String key = store.key.get(slot);
        out.begin(owner.id, clock, StructInfo.of(content, left, right, key != null));
        if (offset > 0) {
            out.left(owner.id, clock - 1);
        } else if (left) {
            out.left(id(store.originClient[slot], owner), store.originClock[slot]);
        }
        if (right) {
            out.right(id(store.rightClient[slot], owner), store.rightClock[slot]);
        }
        if (!left && !right) {
            writeParent(store.parentOf(slot));
            if (key != null) {
                out.strings().write(key);
            }
        }
        writeContent(owner, slot, offset);
    }

    private long id(int client, ClientStructs probable) {
        return client == probable.index ? probable.id : store.clients.get(client).id;
    }

    private void writeParent(Branch parent) {
        if (parent.isRoot()) {
            out.parentRoot(parent.name);
        } else {
            out.parentItem(store.owner(parent.item).id, store.clock[parent.item]);
        }
    }

    private void writeContent(ClientStructs owner, int slot, int offset) {
        int count = store.length[slot] - offset;
        switch (store.content(slot)) {
            case StructCursor.STRING -> owner.text().write(out.strings(), store.content[slot] + offset, count);
            case StructCursor.DELETED -> out.length(count);
            case StructCursor.BINARY -> out.rest().writeVarBytes((byte[]) store.payloadOf(slot));
            case StructCursor.EMBED -> out.rest().writeAny((Any) store.payloadOf(slot));
            case StructCursor.FORMAT -> {
                FormatMark mark = (FormatMark) store.payloadOf(slot);
                out.name(mark.key());
                out.rest().writeAny(mark.value());
            }
            case StructCursor.TYPE -> {
                Branch branch = store.branch(slot);
                out.typeRef(branch.kind);
                if (TypeKind.hasName(branch.kind)) {
                    out.name(branch.name);
                }
            }
            case StructCursor.DOC -> {
                Subdocument subdocument = (Subdocument) store.payloadOf(slot);
                out.strings().write(subdocument.guid);
                out.rest().writeAny(subdocument.options);
            }
            default -> writeValues(slot, offset);
        }
    }

    private void writeValues(int slot, int offset) {
        out.length(store.length[slot] - offset);
        for (int i = offset; i < store.length[slot]; i++) {
            Any value = store.value(slot, i);
            if (store.content(slot) == StructCursor.ANY) {
                out.rest().writeAny(value);
            } else {
                out.strings().write(value instanceof Any.Undefined ? Json.UNDEFINED : Json.stringify(value));
            }
        }
    }
}
