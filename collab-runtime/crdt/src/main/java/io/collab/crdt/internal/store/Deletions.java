package io.collab.crdt.internal.store;

import io.collab.crdt.lib0.Encoder;
import io.collab.crdt.update.DeleteSet;
import io.collab.crdt.update.Ranges;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;

/** The deletions of a transaction: ranges by client, clients in the order of their first deletion. */
public final class Deletions {

    /** The number of clients up to which a linear search is used. */
    private static final int FEW = 8;

    private ClientStructs[] clients = new ClientStructs[2];
    private Ranges[] ranges = {new Ranges(), new Ranges()};
    private final Map<ClientStructs, Integer> places = new IdentityHashMap<>(0);
    private int count;

    public boolean isEmpty() {
        return count == 0;
    }

    public int clientCount() {
        return count;
    }

    public ClientStructs client(int index) {
        return clients[index];
    }

    public Ranges ranges(int index) {
        return ranges[index];
    }

    public void add(ClientStructs client, int clock, int length) {
        int index = indexOf(client);
        if (index < 0) {
            index = open(client);
        }
        ranges[index].join(clock, length);
    }

    /** Returns whether the last range added for a client starts or ends at a clock. */
    public boolean isLastBeside(ClientStructs client, int clock) {
        int index = indexOf(client);
        if (index < 0) {
            return false;
        }
        int last = ranges[index].size() - 1;
        return ranges[index].clock(last) == clock || ranges[index].end(last) == clock;
    }

    private int indexOf(ClientStructs client) {
        if (count > FEW) {
            return places.getOrDefault(client, -1);
        }
        int index = count - 1;
        while (index >= 0 && clients[index] != client) {
            index--;
        }
        return index;
    }

    private int open(ClientStructs client) {
        if (count == clients.length) {
            clients = Arrays.copyOf(clients, count * 2);
            ranges = Arrays.copyOf(ranges, count * 2);
            for (int i = count; i < ranges.length; i++) {
                ranges[i] = new Ranges();
            }
        }
        clients[count] = client;
        ranges[count].clear();
        if (count >= FEW) {
            for (int i = places.size(); i <= count; i++) {
                places.put(clients[i], i);
            }
        }
        return count++;
    }

    void sortAndMerge() {
        for (int i = 0; i < count; i++) {
            ranges[i].sortAndMerge();
        }
    }

    /** Returns a copy, clients in the order of their first deletion. */
    public DeleteSet toDeleteSet() {
        DeleteSet copy = new DeleteSet();
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < ranges[i].size(); j++) {
                copy.add(clients[i].id, ranges[i].clock(j), ranges[i].length(j));
            }
        }
        return copy;
    }

    /** Appends the encoded delete set. */
    public void write(Encoder out, boolean v2) {
        out.writeVarUint(count);
        if (count == 1) {
            write(out, 0, v2);
        } else if (count > 1) {
            Integer[] order = new Integer[count];
            Arrays.setAll(order, i -> i);
            Arrays.sort(order, (a, b) -> Long.compare(clients[b].id, clients[a].id));
            for (int i : order) {
                write(out, i, v2);
            }
        }
    }

    private void write(Encoder out, int index, boolean v2) {
        out.writeVarUint(clients[index].id);
        if (v2) {
            ranges[index].writeV2(out);
        } else {
            ranges[index].write(out);
        }
    }

    /** Removes all ranges and keeps the memory. */
    void clear() {
        count = 0;
        places.clear();
    }
}
