package io.collab.crdt.internal.encoding;

import io.collab.crdt.internal.format.FormatMark;
import io.collab.crdt.internal.store.Branch;
import io.collab.crdt.internal.store.ClientStructs;
import io.collab.crdt.internal.store.StructStore;
import io.collab.crdt.internal.store.Subdocument;
import io.collab.crdt.lib0.Any;
import io.collab.crdt.lib0.Encoder;
import io.collab.crdt.lib0.Json;
import io.collab.crdt.update.DeleteSet;
import io.collab.crdt.update.Ranges;
import io.collab.crdt.update.StructCursor;
import io.collab.crdt.update.StructInfo;
import io.collab.crdt.update.TypeKind;

/** Writes structs of the store in format 1 (layout: {@link StructCursor}). */
public final class StructEncoder {

    /** The estimated size of an encoded deleted range in bytes. */
    public static final int RANGE_BYTES = 12;

    private static final int INITIAL_CAPACITY = 256;

    private final StructStore store;

    StructEncoder(StructStore store) {
        this.store = store;
    }

    /**
     * Writes the section of one client: everything from a clock on.
     *
     * @param from first clock, less than the client's state
     */
    void writeSection(Encoder out, ClientStructs client, int from) {
        int first = client.locate(from);
        int offset = from - store.clock[first];
        int count = client.countFromCurrent();
        out.writeVarUint(count);
        out.writeVarUints(client.id, from);
        write(out, client, first, offset, store.length[first] - offset);
        if (count > 1) {
            int[] slots = client.slotsFromCurrent(count);
            for (int i = 1; i < count; i++) {
                write(out, client, slots[i], 0, store.length[slots[i]]);
            }
        }
    }

    /** Writes the delete set of all deleted structs. */
    public void writeDeletions(Encoder out, boolean v2) {
        Encoder body = new Encoder(INITIAL_CAPACITY);
        Ranges ranges = new Ranges();
        int count = 0;
        for (ClientStructs client : store.clients.descending()) {
            deletedRanges(client, ranges);
            if (ranges.size() > 0) {
                count++;
                body.writeVarUint(client.id);
                if (v2) {
                    ranges.writeV2(body);
                } else {
                    ranges.write(body);
                }
            }
        }
        out.writeVarUint(count);
        out.writeBytes(body);
    }

    /** Returns the delete set of all deleted structs. */
    public DeleteSet deletions() {
        DeleteSet result = new DeleteSet();
        Ranges ranges = new Ranges();
        for (ClientStructs client : store.clients.descending()) {
            deletedRanges(client, ranges);
            for (int i = 0; i < ranges.size(); i++) {
                result.add(client.id, ranges.clock(i), ranges.length(i));
            }
        }
        return result;
    }

    /** Collects the deleted ranges of a client; adjacent ranges are merged. */
    public void deletedRanges(ClientStructs client, Ranges ranges) {
        ranges.clear();
        int from = -1;
        for (int slot : client.slotsFrom(0)) {
            if (!store.isDeleted(slot)) {
                if (from >= 0) {
                    ranges.add(from, store.clock[slot] - from);
                    from = -1;
                }
            } else if (from < 0) {
                from = store.clock[slot];
            }
        }
        if (from >= 0) {
            ranges.add(from, client.state - from);
        }
    }

    /**
     * Writes a part of a struct.
     *
     * @param owner the client
     * @param offset number of clocks to omit at the beginning
     * @param count number of clocks to write
     */
    void write(Encoder out, ClientStructs owner, int slot, int offset, int count) {
        int content = store.content(slot);
        if (content == StructCursor.GC) {
            out.writeUint8(StructCursor.GC);
            out.writeVarUint(count);
            return;
        }
        int origin = store.originClient[slot];
        int right = store.rightClient[slot];
        String key = store.key.get(slot);
        int info = StructInfo.of(
                content, offset > 0 || origin != StructStore.NONE, right != StructStore.NONE, key != null);
        out.writeUint8(info);
        if (offset > 0) {
            out.writeVarUints(owner.id, store.clock[slot] + offset - 1);
        } else if (origin != StructStore.NONE) {
            out.writeVarUints(id(origin, owner), store.originClock[slot]);
        }
        if (right != StructStore.NONE) {
            out.writeVarUints(id(right, owner), store.rightClock[slot]);
        }
        if ((info & StructInfo.ORIGINS) == 0) {
            writeParent(out, store.parentOf(slot));
            if (key != null) {
                out.writeVarString(key);
            }
        }
        writeContent(out, owner, slot, offset, count);
    }

    private long id(int client, ClientStructs probable) {
        return client == probable.index ? probable.id : store.clients.get(client).id;
    }

    private void writeParent(Encoder out, Branch parent) {
        if (parent.isRoot()) {
            out.writeVarUint(StructInfo.PARENT_ROOT);
            out.writeVarString(parent.name);
        } else {
            out.writeVarUint(StructInfo.PARENT_ITEM);
            out.writeVarUint(store.owner(parent.item).id);
            out.writeVarUint(store.clock[parent.item]);
        }
    }

    private void writeContent(Encoder out, ClientStructs owner, int slot, int offset, int count) {
        switch (store.content(slot)) {
            case StructCursor.STRING -> owner.text().write(out, store.content[slot] + offset, count);
            case StructCursor.DELETED -> out.writeVarUint(count);
            case StructCursor.BINARY -> out.writeVarBytes((byte[]) store.payloadOf(slot));
            case StructCursor.EMBED -> out.writeVarString(Json.stringify((Any) store.payloadOf(slot)));
            case StructCursor.FORMAT -> {
                FormatMark mark = (FormatMark) store.payloadOf(slot);
                out.writeVarString(mark.key());
                out.writeVarString(Json.stringify(mark.value()));
            }
            case StructCursor.TYPE -> {
                Branch branch = store.branch(slot);
                out.writeVarUint(branch.kind);
                if (TypeKind.hasName(branch.kind)) {
                    out.writeVarString(branch.name);
                }
            }
            case StructCursor.DOC -> {
                Subdocument subdocument = (Subdocument) store.payloadOf(slot);
                out.writeVarString(subdocument.guid);
                out.writeAny(subdocument.options);
            }
            default -> writeValues(out, slot, offset, count);
        }
    }

    private void writeValues(Encoder out, int slot, int offset, int count) {
        out.writeVarUint(count);
        for (int i = offset; i < offset + count; i++) {
            Any value = store.value(slot, i);
            if (store.content(slot) == StructCursor.ANY) {
                out.writeAny(value);
            } else {
                out.writeVarString(value instanceof Any.Undefined ? Json.UNDEFINED : Json.stringify(value));
            }
        }
    }
}
