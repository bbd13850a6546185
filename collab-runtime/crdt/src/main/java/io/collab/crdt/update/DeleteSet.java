package io.collab.crdt.update;

import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.lib0.DecodeException.Reason;
import io.collab.crdt.lib0.Decoder;
import io.collab.crdt.lib0.Encoder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A set of deleted clocks as ranges per client.
 *
 * <pre>
 * delete set (v1) = varUint clients, (varUint client, varUint ranges, (varUint clock, varUint length)*)*
 * delete set (v2) = varUint clients, (varUint client, varUint ranges, (varUint gap, varUint length - 1)*)*
 *                   gap: from the end of the previous range, or from clock 0
 * </pre>
 *
 * Clients are written in descending order. Clients and ranges keep the order in which they were added until
 * {@link #sortAndMerge()} or {@link #inDescendingOrder()}. Not thread-safe.
 */
public final class DeleteSet {

    private final Map<Long, Ranges> clients = new LinkedHashMap<>();

    /** Creates an empty set. */
    public DeleteSet() {}

    /** Returns whether the set has no ranges. */
    public boolean isEmpty() {
        return clients.isEmpty();
    }

    /**
     * Adds a range.
     *
     * @param client the client
     * @param clock the first clock
     * @param length number of clocks, at least 1
     */
    public void add(long client, long clock, long length) {
        clients.computeIfAbsent(client, key -> new Ranges()).add(clock, length);
    }

    /**
     * Adds all ranges of another set after the present ones.
     *
     * @param other the other set
     */
    public void addAll(DeleteSet other) {
        other.clients.forEach((client, ranges) ->
                clients.computeIfAbsent(client, key -> new Ranges()).addAll(ranges));
    }

    /** Sorts the ranges of every client and merges adjacent and overlapping ones. */
    public void sortAndMerge() {
        clients.values().forEach(Ranges::sortAndMerge);
    }

    /** Returns the clients with ranges in the order of their first range. */
    public Set<Long> clients() {
        return Collections.unmodifiableSet(clients.keySet());
    }

    /**
     * Returns the ranges of a client.
     *
     * @param client the client
     * @return its ranges, or null if there are none
     */
    public @Nullable Ranges ranges(long client) {
        return clients.get(client);
    }

    /**
     * Returns whether an id is in one of the ranges, which must be sorted and merged.
     *
     * @param client the client
     * @param clock the clock
     */
    public boolean contains(long client, long clock) {
        Ranges ranges = clients.get(client);
        return ranges != null && ranges.contains(clock);
    }

    /** Returns the number of ranges of all clients. */
    public int size() {
        int size = 0;
        for (Ranges ranges : clients.values()) {
            size += ranges.size();
        }
        return size;
    }

    /** Returns the clients in the order of encoding: descending. */
    public List<Long> clientsDescending() {
        List<Long> order = new ArrayList<>(clients.keySet());
        order.sort(Collections.reverseOrder());
        return order;
    }

    /** Returns a set with the same ranges, clients in descending order, like the result of decoding. */
    public DeleteSet inDescendingOrder() {
        DeleteSet result = new DeleteSet();
        for (Long client : clientsDescending()) {
            Ranges ranges = clients.get(client);
            if (ranges != null) {
                result.clients.put(client, ranges);
            }
        }
        return result;
    }

    /**
     * Appends the encoded form.
     *
     * @param out the output
     */
    public void write(Encoder out) {
        out.writeVarUint(clients.size());
        for (Long client : clientsDescending()) {
            out.writeVarUint(client);
            Ranges ranges = clients.get(client);
            if (ranges != null) {
                ranges.write(out);
            }
        }
    }

    /**
     * Appends the encoded form of format 2, in which ranges are ascending and disjoint; others are sorted and merged
     * first.
     *
     * @param out the output
     */
    public void writeV2(Encoder out) {
        out.writeVarUint(clients.size());
        for (Long client : clientsDescending()) {
            out.writeVarUint(client);
            Ranges ranges = clients.get(client);
            if (ranges != null) {
                ranges.writeV2(out);
            }
        }
    }

    /**
     * Decodes a delete set.
     *
     * @param in positioned at it, after it afterwards
     * @throws DecodeException if it is malformed
     */
    public static DeleteSet read(Decoder in) {
        return read(in, false);
    }

    /**
     * Decodes a delete set of format 2.
     *
     * @param in positioned at it, after it afterwards
     * @throws DecodeException if it is malformed
     */
    public static DeleteSet readV2(Decoder in) {
        return read(in, true);
    }

    private static DeleteSet read(Decoder in, boolean v2) {
        DeleteSet result = new DeleteSet();
        long count = in.readVarUint();
        for (long i = 0; i < count; i++) {
            long client = in.readVarUint();
            long ranges = in.readVarUint();
            long end = 0;
            for (long j = 0; j < ranges; j++) {
                long clock = in.readVarUint() + (v2 ? end : 0);
                long length = in.readVarUint() + (v2 ? 1 : 0);
                end = endOf(clock, length);
                result.add(client, clock, length);
            }
        }
        return result;
    }

    /** Verifies a decoded range; returns the clock after it. */
    static long endOf(long clock, long length) {
        if (length == 0) {
            throw new DecodeException(Reason.ZERO_LENGTH, "deleted range of length zero");
        }
        long end = clock + length;
        if (end > Decoder.MAX_SAFE_INTEGER) {
            throw new DecodeException(Reason.NUMBER_TOO_LARGE, "clock above 2^53-1");
        }
        return end;
    }
}
