package io.collab.crdt;

import static io.collab.crdt.internal.store.StructStore.NONE;

import io.collab.crdt.internal.store.Branch;
import io.collab.crdt.internal.store.ClientStructs;
import io.collab.crdt.internal.store.StructStore;
import io.collab.crdt.lib0.Any;
import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.lib0.DecodeException.Reason;
import io.collab.crdt.lib0.Decoder;
import io.collab.crdt.lib0.Encoder;
import io.collab.crdt.update.StructCursor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A position in a list that is stable under concurrent edits: at a unit, or at an end of a type. Immutable.
 *
 * <pre>
 * position = 0, varUint client, varUint clock | 1, varString root name | 2, varUint client, varUint clock
 *            then varInt assoc
 * </pre>
 *
 * @param type the id of the item that holds the type, or null if the type is a root or not known
 * @param root the name of the root, or null
 * @param item the id of the unit, or null for the end of the type (the beginning, if {@code assoc} is negative)
 * @param assoc negative: after the unit to the left; otherwise before the unit to the right
 */
public record RelativePosition(
        @Nullable Id type, @Nullable String root, @Nullable Id item, int assoc) {

    /**
     * The id of a unit.
     *
     * @param client the client that inserted it, 0 to 2^53-1
     * @param clock the clock of that client, 0 to 2^53-1
     */
    public record Id(long client, long clock) {

        /**
         * Validates the values.
         *
         * @throws IllegalArgumentException if one is not 0 to 2^53-1
         */
        public Id {
            if (Math.min(client, clock) < 0 || Math.max(client, clock) > Decoder.MAX_SAFE_INTEGER) {
                throw new IllegalArgumentException("an id is 0 to 2^53-1, not client " + client + ", clock " + clock);
            }
        }
    }

    /**
     * Returns the relative position of an index.
     *
     * @param type a type of a document
     * @param index 0 to the length of its list
     * @param assoc negative to stay after the unit to the left, otherwise before the unit to the right
     * @throws IndexOutOfBoundsException if the index is out of range
     * @throws IllegalStateException if the type is in no document, or was deleted
     */
    public static RelativePosition of(YType type, int index, int assoc) {
        StructStore store = type.store();
        Branch branch = type.branch();
        if (branch.dead) {
            throw new IllegalStateException("the type was deleted");
        }
        if (index < 0 || index > branch.length) {
            throw new IndexOutOfBoundsException("index " + index + " of " + branch.length);
        }
        Id holder = branch.isRoot() ? null : idOf(store, branch.item, 0);
        String root = branch.isRoot() ? branch.name : null;
        int unit = assoc < 0 ? index - 1 : index;
        if (unit < 0 || unit == branch.length) {
            return new RelativePosition(holder, root, null, assoc);
        }
        branch.cursor.seek(store, branch, unit);
        return new RelativePosition(holder, root, idOf(store, branch.cursor.slot, unit - branch.cursor.index), assoc);
    }

    /**
     * Returns the present index of this position. Units that an undo manager of the document restored are followed. A
     * root that does not exist in the document is empty; both of its ends have index 0.
     *
     * @param doc the document
     * @return the index, or null if the document does not have the unit or type, or has collected it
     */
    public @Nullable AbsolutePosition resolve(YDoc doc) {
        return resolve(doc, true);
    }

    /**
     * Returns the present index of this position.
     *
     * @param doc the document
     * @param followUndone whether units are followed that an undo manager restored; only the document in which it was
     *     undone has that information
     * @return the index, or null if the document does not have the unit or type, or has collected it
     */
    public @Nullable AbsolutePosition resolve(YDoc doc, boolean followUndone) {
        if (item != null) {
            return atUnit(doc, find(doc, item, followUndone));
        }
        Branch branch = null;
        if (root != null) {
            branch = doc.roots.find(root);
            if (branch == null) {
                return new AbsolutePosition(null, 0, assoc);
            }
        } else if (type != null) {
            StructStore.Id at = find(doc, type, followUndone);
            int slot = at == null ? NONE : at.client().locate(at.clock());
            branch = slot != NONE && doc.store.content(slot) == StructCursor.TYPE ? doc.store.branch(slot) : null;
        }
        return branch == null ? null : place(doc, branch, assoc >= 0 ? branch.length : 0);
    }

    /** Returns the encoded form. */
    public byte[] encode() {
        Encoder out = new Encoder();
        if (item != null) {
            write(out, 0, item);
        } else if (root != null) {
            out.writeUint8(1);
            out.writeVarString(root);
        } else if (type != null) {
            write(out, 2, type);
        } else {
            throw new IllegalStateException("a position without unit and type");
        }
        out.writeVarInt(assoc);
        return out.toByteArray();
    }

    /**
     * Decodes a position.
     *
     * @param bytes the encoded form
     * @throws DecodeException if it is malformed
     */
    public static RelativePosition decode(byte[] bytes) {
        Decoder in = new Decoder(bytes);
        Id type = null;
        String root = null;
        Id item = null;
        long tag = in.readVarUint();
        if (tag == 0) {
            item = new Id(in.readVarUint(), in.readVarUint());
        } else if (tag == 1) {
            root = in.readVarString();
        } else if (tag == 2) {
            type = new Id(in.readVarUint(), in.readVarUint());
        } else {
            throw new DecodeException(Reason.UNKNOWN_TAG, "unknown position " + tag);
        }
        int assoc = in.remaining() == 0 ? 0 : (int) in.readVarInt();
        return new RelativePosition(type, root, item, assoc);
    }

    /** Returns the JSON form of Yjs, with {@code type}, {@code tname}, {@code item} and {@code assoc}. */
    public Any.Obj toJson() {
        Map<String, Any> json = new LinkedHashMap<>();
        if (type != null) {
            json.put("type", toJson(type));
        }
        if (root != null) {
            json.put("tname", new Any.Text(root));
        }
        if (item != null) {
            json.put("item", toJson(item));
        }
        json.put("assoc", new Any.Num(assoc));
        return new Any.Obj(json);
    }

    /**
     * Decodes the JSON form.
     *
     * @param json the JSON form
     * @throws IllegalArgumentException if it is no position
     */
    public static RelativePosition fromJson(Any json) {
        if (!(json instanceof Any.Obj object)) {
            throw new IllegalArgumentException("not a position: no object");
        }
        Map<String, Any> entries = object.entries();
        Any name = entries.get("tname");
        Any assoc = entries.get("assoc");
        RelativePosition position = new RelativePosition(
                idOf(entries.get("type")),
                name instanceof Any.Text text ? text.value() : null,
                idOf(entries.get("item")),
                assoc instanceof Any.Num number ? (int) number.value() : 0);
        if (position.type == null && position.root == null && position.item == null) {
            throw new IllegalArgumentException("not a position: neither a unit nor a type");
        }
        return position;
    }

    private @Nullable AbsolutePosition atUnit(YDoc doc, StructStore.@Nullable Id at) {
        StructStore store = doc.store;
        int slot = at == null ? NONE : at.client().locate(at.clock());
        if (at == null || store.isGc(slot)) {
            return null;
        }
        Branch branch = store.parentOf(slot);
        int index = 0;
        if (branch.isRoot() || !store.isDeleted(branch.item)) {
            index = store.indexOf(slot);
            if (store.isVisible(slot)) {
                index += at.clock() - store.clock[slot] + (assoc >= 0 ? 0 : 1);
            }
        }
        return place(doc, branch, index);
    }

    private @Nullable AbsolutePosition place(YDoc doc, Branch branch, int index) {
        return new AbsolutePosition(branch.kind == Branch.UNKNOWN ? null : doc.view(branch), index, assoc);
    }

    private static StructStore.@Nullable Id find(YDoc doc, Id id, boolean followUndone) {
        ClientStructs client = doc.store.clients.find(id.client);
        if (client == null || id.clock >= client.state) {
            return null;
        }
        StructStore.Id at = new StructStore.Id(client, (int) id.clock);
        return followUndone ? doc.store.followRedone(at) : at;
    }

    private static void write(Encoder out, int tag, Id id) {
        out.writeUint8(tag);
        out.writeVarUint(id.client);
        out.writeVarUint(id.clock);
    }

    private static Id idOf(StructStore store, int slot, int offset) {
        return new Id(store.owner(slot).id, store.clock[slot] + (long) offset);
    }

    private static @Nullable Id idOf(@Nullable Any json) {
        return json instanceof Any.Obj object
                        && object.entries().get("client") instanceof Any.Num client
                        && object.entries().get("clock") instanceof Any.Num clock
                ? new Id((long) client.value(), (long) clock.value())
                : null;
    }

    private static Any toJson(Id id) {
        Map<String, Any> json = new LinkedHashMap<>();
        json.put("client", new Any.Num(id.client));
        json.put("clock", new Any.Num(id.clock));
        return new Any.Obj(json);
    }
}
