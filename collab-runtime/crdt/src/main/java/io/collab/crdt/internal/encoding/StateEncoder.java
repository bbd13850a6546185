package io.collab.crdt.internal.encoding;

import io.collab.crdt.internal.integration.PendingUpdates;
import io.collab.crdt.internal.store.ClientStructs;
import io.collab.crdt.internal.store.StructStore;
import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.lib0.Encoder;
import io.collab.crdt.update.DecodeLimits;
import io.collab.crdt.update.DeleteSet;
import io.collab.crdt.update.StateVectors;
import io.collab.crdt.update.StructCursor;
import io.collab.crdt.update.UpdateFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Encodes the state of a document, whole or relative to a state vector, including pending updates. Not thread-safe. */
public final class StateEncoder {

    private static final int BYTES_PER_UPDATE = 64;
    private static final long BYTES_PER_STRUCT = 20;
    private static final int MAX_EXPECTED_BYTES = 1 << 24;

    private final StructStore store;
    private final PendingUpdates pending;
    private final StructEncoder structs;
    private @Nullable ColumnEncoder columns;

    public StateEncoder(StructStore store, PendingUpdates pending) {
        this.store = store;
        this.pending = pending;
        this.structs = new StructEncoder(store);
    }

    /** Returns the encoder of structs in format 1. */
    public StructEncoder structs() {
        return structs;
    }

    /** Returns the encoder of structs in format 2, created if necessary. */
    public ColumnEncoder columns() {
        ColumnEncoder known = columns;
        if (known == null) {
            known = new ColumnEncoder(store);
            columns = known;
        }
        return known;
    }

    /**
     * Returns the structs that a replica lacks as one update (v1).
     *
     * @throws DecodeException if the state vector is malformed
     */
    public byte[] encode(byte[] stateVector) {
        Map<Long, Long> known = StateVectors.decode(stateVector);
        List<ClientStructs> lacking = lacking(known);
        Encoder out = new Encoder(expectedBytes(lacking));
        out.writeVarUint(lacking.size());
        for (ClientStructs client : lacking) {
            structs.writeSection(out, client, clock(known, client));
        }
        structs.writeDeletions(out, false);
        return pending.appendTo(out.toByteArray(), stateVector, UpdateFormat.V1);
    }

    /**
     * Returns the structs that a replica lacks as one update (v2).
     *
     * @throws DecodeException if the state vector is malformed
     */
    public byte[] encodeV2(byte[] stateVector) {
        Map<Long, Long> known = StateVectors.decode(stateVector);
        ColumnEncoder out = columns();
        out.begin();
        for (ClientStructs client : lacking(known)) {
            out.writeSection(client, clock(known, client));
        }
        byte[] state = out.finish(update -> structs.writeDeletions(update, true));
        return pending.appendTo(state, stateVector, UpdateFormat.V2);
    }

    /**
     * Returns the structs that a replica lacks as updates (v1) of limited size, in an order in which none is pending.
     *
     * @param maxBytes maximum size of one update; only a struct that cannot be cut may be larger
     * @throws DecodeException if the state vector is malformed
     */
    public List<byte[]> encodeInChunks(byte[] stateVector, int maxBytes) {
        byte[] whole = encode(stateVector);
        return whole.length <= maxBytes
                ? List.of(whole)
                : new ChunkedStateEncoder(store, structs, pending, stateVector, maxBytes).encode();
    }

    /**
     * Returns an integrated change as updates (v1) of limited size, in an order in which none is pending.
     *
     * @param stateVector the state before the change
     * @param change the change (v1)
     * @param maxBytes maximum size of one update; only a struct that cannot be cut may be larger
     * @throws DecodeException if the state vector or the change is malformed
     */
    public List<byte[]> encodeChange(byte[] stateVector, byte[] change, int maxBytes) {
        if (change.length <= maxBytes) {
            return List.of(change);
        }
        StructCursor cursor = new StructCursor(change, DecodeLimits.TRUSTED);
        while (cursor.next()) {
            // the deletions follow the structs
        }
        DeleteSet deletions = cursor.readDeleteSet();
        return new ChunkedStateEncoder(store, structs, pending, stateVector, maxBytes).encode(deletions);
    }

    /** Returns the clock of the next struct of each client, higher ids first. */
    public Map<Long, Long> stateVector() {
        Map<Long, Long> state = new LinkedHashMap<>();
        for (ClientStructs client : store.clients.descending()) {
            state.put(client.id, (long) client.state);
        }
        return state;
    }

    private static int expectedBytes(List<ClientStructs> clients) {
        long bytes = BYTES_PER_UPDATE;
        for (ClientStructs client : clients) {
            bytes += BYTES_PER_STRUCT * client.count() + client.text().length();
        }
        return (int) Math.min(bytes, MAX_EXPECTED_BYTES);
    }

    /** Returns the clients with structs that a replica lacks, higher ids first. */
    private List<ClientStructs> lacking(Map<Long, Long> known) {
        List<ClientStructs> lacking = new ArrayList<>();
        for (ClientStructs client : store.clients.descending()) {
            if (client.state > known.getOrDefault(client.id, 0L)) {
                lacking.add(client);
            }
        }
        return lacking;
    }

    private static int clock(Map<Long, Long> known, ClientStructs client) {
        return known.getOrDefault(client.id, 0L).intValue();
    }
}
