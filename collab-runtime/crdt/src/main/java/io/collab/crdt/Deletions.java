package io.collab.crdt;

import io.collab.crdt.lib0.Encoder;
import io.collab.crdt.update.Ranges;
import java.util.ArrayList;
import java.util.List;

/** What a transaction deleted: ranges by client, clients in the order of their first deletion. */
final class Deletions {

    private final List<ClientStructs> clients = new ArrayList<>();
    private final List<Ranges> ranges = new ArrayList<>();

    boolean isEmpty() {
        return clients.isEmpty();
    }

    int clientCount() {
        return clients.size();
    }

    ClientStructs client(int index) {
        return clients.get(index);
    }

    Ranges ranges(int index) {
        return ranges.get(index);
    }

    void add(ClientStructs client, int clock, int length) {
        int index = clients.size() - 1;
        while (index >= 0 && clients.get(index) != client) {
            index--;
        }
        if (index < 0) {
            index = clients.size();
            clients.add(client);
            if (ranges.size() == index) {
                ranges.add(new Ranges());
            }
            ranges.get(index).clear();
        }
        ranges.get(index).add(clock, length);
    }

    boolean contains(ClientStructs client, int clock) {
        int index = clients.indexOf(client);
        return index >= 0 && ranges.get(index).contains(clock);
    }

    void sortAndMerge() {
        for (int i = 0; i < clients.size(); i++) {
            ranges.get(i).sortAndMerge();
        }
    }

    /** Appends the encoded delete set. */
    void write(Encoder out) {
        out.writeVarUint(clients.size());
        if (clients.size() == 1) {
            out.writeVarUint(clients.get(0).id);
            ranges.get(0).write(out);
            return;
        }
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < clients.size(); i++) {
            order.add(i);
        }
        order.sort((a, b) -> Long.compare(clients.get(b).id, clients.get(a).id));
        for (int i : order) {
            out.writeVarUint(clients.get(i).id);
            ranges.get(i).write(out);
        }
    }

    /** Forgets everything and keeps the memory. */
    void clear() {
        clients.clear();
    }
}
