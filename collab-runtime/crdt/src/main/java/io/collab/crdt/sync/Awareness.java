package io.collab.crdt.sync;

import io.collab.crdt.lib0.Any;
import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.lib0.DecodeException.Reason;
import io.collab.crdt.lib0.Decoder;
import io.collab.crdt.lib0.Encoder;
import io.collab.crdt.lib0.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The presence of clients: one JSON state per client id, each protected by a clock that only increases.
 *
 * <pre>
 * update = varUint count, (varUint client, varUint clock, varString JSON)*      JSON null = removed
 * </pre>
 *
 * An entry is accepted if its clock is greater than the known one (0 for an unknown id), or if it is equal, the entry
 * is null and the id has a state. The clock of a removed id is kept, so that a late duplicate cannot restore it, until
 * {@link #purgeRemoved(long)} discards it. There are no timers: the owner calls {@link #removeOutdated(long)}. Not
 * thread-safe.
 */
public final class Awareness {

    /** The time in milliseconds after which a client without updates is outdated. */
    public static final long OUTDATED_MILLIS = 30_000;

    private static final long NO_LOCAL = -1;
    private static final String LOCAL_ORIGIN = "local";
    private static final String TIMEOUT_ORIGIN = "timeout";

    /** The JSON of an id without a state. */
    private static final String REMOVED = "null";

    /** The maximum clock that is accepted for the own id, so that the clock can still be increased. */
    private static final long HIGHEST_OWN_CLOCK = 1L << 52;

    private final LongSupplier time;
    private final AwarenessLimits limits;
    private final long local;
    private final Map<Long, State> states = new LinkedHashMap<>();
    private final Map<Long, Meta> metas = new LinkedHashMap<>();

    private record State(Any value, String json) {}

    private record Meta(long clock, long updated) {}

    private record Entry(long client, long clock, @Nullable State state) {}

    /**
     * Creates a table without a state of its own, for a server.
     *
     * @param time source of the time in milliseconds since any fixed moment
     * @param limits bounds
     */
    public Awareness(LongSupplier time, AwarenessLimits limits) {
        this.time = time;
        this.limits = limits;
        this.local = NO_LOCAL;
    }

    /**
     * Creates the table of a client, with the state <code>{}</code> at clock 0.
     *
     * @param localClient the own id, which no received update can remove
     * @param time source of the time in milliseconds since any fixed moment
     * @param limits bounds
     */
    public Awareness(long localClient, LongSupplier time, AwarenessLimits limits) {
        this.time = time;
        this.limits = limits;
        this.local = localClient;
        setLocalState(new Any.Obj(Map.of()));
    }

    /**
     * Applies an update completely or not at all.
     *
     * @param update the bytes
     * @param origin the cause, passed on in the result
     * @return the accepted changes
     * @throws DecodeException if the bytes are malformed or exceed the limits; nothing is changed then
     */
    public AwarenessChange applyUpdate(byte[] update, @Nullable Object origin) {
        List<Entry> entries = decode(update);
        requireCapacity(entries);
        long now = time.getAsLong();
        AwarenessChange change = emptyChange(origin);
        for (Entry entry : entries) {
            apply(entry, now, change);
        }
        return change;
    }

    /**
     * Encodes the present states of ids. An id without a state is encoded as removed.
     *
     * @param clients ids, all of them known
     * @throws IllegalArgumentException if an id is unknown
     */
    public byte[] encodeUpdate(Collection<Long> clients) {
        Encoder out = new Encoder();
        out.writeVarUint(clients.size());
        for (Long client : clients) {
            Meta meta = metas.get(client);
            if (meta == null) {
                throw new IllegalArgumentException("unknown client " + client);
            }
            State state = states.get(client);
            out.writeVarUint(client);
            out.writeVarUint(meta.clock);
            out.writeVarString(state == null ? REMOVED : state.json);
        }
        return out.toByteArray();
    }

    /**
     * Removes the states of ids; their clocks are kept. Ids without a state are ignored.
     *
     * @param clients ids
     * @param origin the cause, passed on in the result
     * @return the removed ids
     */
    public AwarenessChange remove(Collection<Long> clients, @Nullable Object origin) {
        AwarenessChange change = emptyChange(origin);
        for (Long client : clients) {
            if (states.remove(client) == null) {
                continue;
            }
            Meta meta = metas.get(client);
            if (meta != null) {
                // purging uses the time of the removal; a remote removal keeps the clock
                metas.put(client, new Meta(client == local ? meta.clock + 1 : meta.clock, time.getAsLong()));
            }
            change.removed().add(client);
        }
        return change;
    }

    /**
     * Renews the own state, so that other clients do not consider it outdated. Must be called about as often as
     * {@link #removeOutdated(long)}.
     *
     * @param maxAgeMillis age in milliseconds from which on it is renewed, usually half of {@link #OUTDATED_MILLIS}
     * @return the renewal to be sent; empty if it is not due, or if there is no own state
     */
    public AwarenessChange renewLocal(long maxAgeMillis) {
        State state = states.get(local);
        Meta meta = metas.get(local);
        return state == null || meta == null || time.getAsLong() - meta.updated < maxAgeMillis
                ? emptyChange(LOCAL_ORIGIN)
                : setLocalState(state.value);
    }

    /**
     * Removes the states that were not renewed for some time, except the own one.
     *
     * @param maxAgeMillis age in milliseconds from which on a state is removed, usually {@link #OUTDATED_MILLIS}
     * @return the removed ids, with the origin {@code "timeout"}
     */
    public AwarenessChange removeOutdated(long maxAgeMillis) {
        long now = time.getAsLong();
        List<Long> outdated = new ArrayList<>();
        metas.forEach((client, meta) -> {
            if (client != local && now - meta.updated >= maxAgeMillis && states.containsKey(client)) {
                outdated.add(client);
            }
        });
        return remove(outdated, TIMEOUT_ORIGIN);
    }

    /**
     * Discards the clocks of ids that have had no state for some time.
     *
     * @param minAgeMillis minimum time in milliseconds since the removal
     * @return the number of discarded ids
     */
    public int purgeRemoved(long minAgeMillis) {
        long now = time.getAsLong();
        int before = metas.size();
        metas.entrySet()
                .removeIf(entry -> entry.getKey() != local
                        && !states.containsKey(entry.getKey())
                        && now - entry.getValue().updated >= minAgeMillis);
        return before - metas.size();
    }

    /**
     * Sets the own state.
     *
     * @param state the state, or null (or JSON's null) to go offline
     * @return the change, with the origin {@code "local"}
     * @throws IllegalStateException if this table has no own id
     */
    public AwarenessChange setLocalState(@Nullable Any state) {
        if (local == NO_LOCAL) {
            throw new IllegalStateException("this table has no client of its own");
        }
        Meta meta = metas.get(local);
        State before = states.get(local);
        AwarenessChange change = emptyChange(LOCAL_ORIGIN);
        if (state == null || state instanceof Any.Null) {
            states.remove(local);
            change.removed().add(local);
        } else {
            states.put(local, new State(state, Json.stringify(state)));
            (before == null ? change.added() : change.updated()).add(local);
            if (before != null && !before.value.equals(state)) {
                change.changed().add(local);
            }
        }
        metas.put(local, new Meta(meta == null ? 0 : meta.clock + 1, time.getAsLong()));
        return change;
    }

    /** Returns the present states in the order in which the ids appeared: a copy. */
    public Map<Long, Any> states() {
        Map<Long, Any> copy = new LinkedHashMap<>();
        states.forEach((client, state) -> copy.put(client, state.value));
        return copy;
    }

    /** Returns the number of known ids, with a state or with a clock only. */
    public int size() {
        return metas.size();
    }

    /**
     * Returns the clock of an id.
     *
     * @param client the id
     * @return its clock, or -1 if unknown
     */
    public long clock(long client) {
        Meta meta = metas.get(client);
        return meta == null ? -1 : meta.clock;
    }

    private void apply(Entry entry, long now, AwarenessChange change) {
        Long client = entry.client;
        Meta known = metas.get(client);
        State before = states.get(client);
        State state = entry.state;
        long knownClock = known == null ? 0 : known.clock;
        boolean removal = entry.clock == knownClock && state == null && before != null;
        if (entry.clock <= knownClock && !removal || client == local && entry.clock > HIGHEST_OWN_CLOCK) {
            return;
        }
        long clock = entry.clock;
        if (state != null) {
            states.put(client, state);
        } else if (client == local && before != null) {
            clock++; // only the owner can remove its state: a higher clock overrides the received removal
        } else {
            states.remove(client);
        }
        metas.put(client, new Meta(clock, now));
        if (known == null && state != null) {
            change.added().add(client);
        } else if (known != null && state == null) {
            change.removed().add(client);
        } else if (state != null) {
            change.updated().add(client);
            if (before == null || !state.value.equals(before.value)) {
                change.changed().add(client);
            }
        }
    }

    private List<Entry> decode(byte[] update) {
        Decoder in = new Decoder(update);
        long count = in.readVarUint();
        if (count > limits.maxEntries()) {
            throw new DecodeException(Reason.TOO_MUCH_DATA, "more than " + limits.maxEntries() + " entries");
        }
        List<Entry> entries = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            long client = in.readVarUint();
            long clock = in.readVarUint();
            String json = in.readVarString();
            if (json.length() > limits.maxStateLength()) {
                throw new DecodeException(Reason.TOO_MUCH_DATA, "state longer than " + limits.maxStateLength());
            }
            Any value = Json.parse(json, limits.maxDepth());
            State state = value instanceof Any.Null ? null : new State(value, Json.stringify(value));
            entries.add(new Entry(client, clock, state));
        }
        return entries;
    }

    private void requireCapacity(List<Entry> entries) {
        int free = limits.maxEntries() - metas.size();
        for (Entry entry : entries) {
            if (entry.clock > 0 && !metas.containsKey(entry.client) && --free < 0) {
                throw new DecodeException(Reason.TOO_MUCH_DATA, "more than " + limits.maxEntries() + " clients");
            }
        }
    }

    private static AwarenessChange emptyChange(@Nullable Object origin) {
        return new AwarenessChange(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), origin);
    }
}
