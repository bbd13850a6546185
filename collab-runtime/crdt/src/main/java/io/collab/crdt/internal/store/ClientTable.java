package io.collab.crdt.internal.store;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The clients of a document: dense numbers for ids, and the clients in descending order of ids. Not thread-safe. */
public final class ClientTable {

    /** 2^64 divided by the golden ratio; multiplication spreads consecutive ids. */
    private static final long HASH_FACTOR = 0x9e3779b97f4a7c15L;

    /** The id under which this document writes. */
    public long localId;

    private ClientStructs[] clients = new ClientStructs[4];
    private int count;
    private int ranked;
    private int[] buckets = new int[8];
    private @Nullable ClientStructs found;
    private ClientStructs[] descending = new ClientStructs[0];

    /** Assigns a client its position in the order of first structs. */
    void rank(ClientStructs client) {
        client.rank = ranked++;
    }

    public int count() {
        return count;
    }

    public ClientStructs get(int index) {
        return clients[index];
    }

    /** Returns the client with an id, or null. */
    @Nullable
    public ClientStructs find(long id) {
        if (found != null && found.id == id) {
            return found;
        }
        int mask = buckets.length - 1;
        for (int i = hash(id) & mask; buckets[i] != 0; i = i + 1 & mask) {
            ClientStructs client = clients[buckets[i] - 1];
            if (client.id == id) {
                found = client;
                return client;
            }
        }
        return null;
    }

    public ClientStructs intern(long id) {
        ClientStructs known = find(id);
        if (known != null) {
            return known;
        }
        if (count == clients.length) {
            clients = Arrays.copyOf(clients, count * 2);
        }
        ClientStructs client = new ClientStructs(id, count);
        clients[count++] = client;
        if (2 * count > buckets.length) {
            buckets = new int[buckets.length * 2];
            for (int i = 0; i < count; i++) {
                place(i);
            }
        } else {
            place(count - 1);
        }
        return client;
    }

    void clear() {
        clients = new ClientStructs[4];
        count = 0;
        buckets = new int[8];
        found = null;
        descending = new ClientStructs[0];
    }

    /** Returns all clients in descending order of ids; must not be modified. */
    public ClientStructs[] descending() {
        if (descending.length != count) {
            descending = Arrays.copyOf(clients, count);
            Arrays.sort(descending);
        }
        return descending;
    }

    private void place(int index) {
        int mask = buckets.length - 1;
        int i = hash(clients[index].id) & mask;
        while (buckets[i] != 0) {
            i = i + 1 & mask;
        }
        buckets[i] = index + 1;
    }

    private static int hash(long id) {
        return (int) (id * HASH_FACTOR >>> Integer.SIZE);
    }
}
