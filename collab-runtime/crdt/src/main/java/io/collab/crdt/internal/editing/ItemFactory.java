package io.collab.crdt.internal.editing;

import static io.collab.crdt.internal.store.StructStore.NONE;

import io.collab.crdt.internal.format.FormatMark;
import io.collab.crdt.internal.integration.Integrator;
import io.collab.crdt.internal.store.Branch;
import io.collab.crdt.internal.store.ClientStructs;
import io.collab.crdt.internal.store.ContentFactory;
import io.collab.crdt.internal.store.NewType;
import io.collab.crdt.internal.store.StructStore;
import io.collab.crdt.internal.store.Subdocument;
import io.collab.crdt.internal.store.TransactionRecord;
import io.collab.crdt.lib0.Any;
import io.collab.crdt.update.StructCursor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Creates the items of local changes and integrates them. */
public final class ItemFactory {

    private final Integrator integrator;
    private final StructStore store;
    private final TransactionRecord transaction;

    public ItemFactory(Integrator integrator, TransactionRecord transaction) {
        this.integrator = integrator;
        this.store = integrator.store;
        this.transaction = transaction;
    }

    /** The position of a new item: after one item, before another, in a list or under a key of a type. */
    public record Place(
            Branch parent, int left, int right, @Nullable String key) {}

    int text(Place place, String text) {
        int slot = allocate(place, StructCursor.STRING, text.length());
        store.content[slot] = store.owner(slot).text().append(text);
        return integrate(slot, place);
    }

    int values(Place place, List<Any> values) {
        int slot = allocate(place, StructCursor.ANY, values.size());
        ClientStructs owner = store.owner(slot);
        store.content[slot] = owner.values().size();
        values.forEach(owner::addValue);
        return integrate(slot, place);
    }

    int mark(Place place, String key, Any value) {
        return single(place, StructCursor.FORMAT, new FormatMark(store.intern(key), value));
    }

    int embed(Place place, Any value) {
        return single(place, StructCursor.EMBED, value);
    }

    /** Adds a value with the kind of content that Yjs chooses for it. */
    <V> int value(Place place, V value, ContentFactory<V> contents) {
        Any data = contents.dataOf(value);
        if (data == null) {
            Object payload = contents.payloadOf(value);
            return payload instanceof Subdocument
                    ? single(place, StructCursor.DOC, payload)
                    : type(place, (NewType) payload);
        }
        return data instanceof Any.Bytes bytes
                ? single(place, StructCursor.BINARY, bytes.value().clone())
                : values(place, List.of(data));
    }

    /**
     * Adds an item with a copy of the content of another one, which it restores; it is kept from garbage collection.
     */
    public void copy(Place place, int original) {
        int slot = allocate(place, store.content(original), store.length[original]);
        ClientStructs owner = store.owner(slot);
        Object payload = store.payload.get(original);
        switch (store.content(original)) {
            case StructCursor.STRING -> {
                String text = store.owner(original).text().substring(store.content[original], store.length[original]);
                store.content[slot] = owner.text().append(text);
            }
            case StructCursor.ANY, StructCursor.JSON -> {
                store.content[slot] = owner.values().size();
                for (int i = 0; i < store.length[original]; i++) {
                    owner.addValue(store.value(original, i));
                }
            }
            case StructCursor.TYPE -> {
                Branch type = store.branch(original);
                store.payload.set(slot, new Branch(type.kind, type.name));
            }
            case StructCursor.DOC -> {
                Subdocument subdocument = (Subdocument) store.payloadOf(original);
                store.payload.set(slot, Subdocument.received(subdocument.guid, subdocument.options));
            }
            default -> store.payload.set(slot, payload);
        }
        store.setRedone(original, new StructStore.Id(owner, store.clock[slot]));
        store.keep(slot, true);
        integrate(slot, place);
    }

    int type(Place place, NewType type) {
        return single(place, StructCursor.TYPE, type);
    }

    private int single(Place place, int content, Object payload) {
        int slot = allocate(place, content, 1);
        store.payload.set(slot, payload);
        return integrate(slot, place);
    }

    private int allocate(Place place, int content, int length) {
        ClientStructs owner = store.clients.intern(store.clients.localId);
        if (owner.state > Integer.MAX_VALUE - length) {
            throw new IllegalStateException("client " + owner.id + " has reached clock 2^31-1, the maximum");
        }
        int slot = store.allocate();
        store.client[slot] = owner.index;
        store.clock[slot] = owner.state;
        store.length[slot] = length;
        store.info[slot] = (byte) content;
        store.parent[slot] = place.parent;
        store.key.set(slot, place.key == null ? null : store.intern(place.key));
        if (place.left != NONE) {
            store.originClient[slot] = store.client[place.left];
            store.originClock[slot] = store.lastClock(place.left);
        }
        if (place.right != NONE) {
            store.rightClient[slot] = store.client[place.right];
            store.rightClock[slot] = store.clock[place.right];
        }
        return slot;
    }

    private int integrate(int slot, Place place) {
        integrator.integrate(transaction, slot, integrator.findPlace(slot, place.left, place.right));
        return slot;
    }
}
