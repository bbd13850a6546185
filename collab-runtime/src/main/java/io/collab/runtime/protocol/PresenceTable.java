package io.collab.runtime.protocol;

import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.lib0.Decoder;
import io.collab.crdt.sync.Awareness;
import io.collab.crdt.sync.AwarenessChange;
import io.collab.crdt.sync.AwarenessLimits;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The presence of a document's clients, for the wires of the Yjs family: an awareness table with the owners of each key. An owner
 * is a participant or another node. A key belongs to the source of its last accepted change; a participant that repeats a key as its
 * own ({@link #claim}) owns it too, so that the end of an old connection does not remove a client that has reconnected.
 *
 * <p>Presence is never a reason to close a connection: a message that is unreadable or exceeds a limit is dropped and counted. Not
 * thread-safe: it belongs to the session's mailbox.
 */
public final class PresenceTable {
    /** How long the clock of a removed key is kept, in milliseconds, so that a late echo does not restore the key. */
    private static final long REMOVED_KEPT_MILLIS = 60_000;

    private static final int MAX_DEPTH = 32;

    private final Limits limits;
    private final Awareness awareness;
    private final Map<Long, Set<Object>> owners = new HashMap<>();
    private final Map<Long, Integer> stateBytes = new HashMap<>();
    private long totalBytes;
    /** The states of all keys, encoded; null if they must be encoded again. */
    private byte @Nullable [] encodedStates;

    private long dropped;

    /**
     * The limits of a table.
     *
     * @param keys the maximum number of keys
     * @param keysOfParticipant the maximum number of keys that one participant owns
     * @param stateLength the maximum length of one state as JSON, in UTF-16 code units
     * @param bytes the maximum size of all states together, encoded, in bytes
     */
    public record Limits(int keys, int keysOfParticipant, int stateLength, int bytes) {}

    /** @param millis a monotonic clock in milliseconds */
    public PresenceTable(LongSupplier millis, Limits limits) {
        this.limits = limits;
        this.awareness = new Awareness(millis, new AwarenessLimits(limits.keys(), limits.stateLength(), MAX_DEPTH));
    }

    /**
     * Applies a message of a participant.
     *
     * @return the update for all clients, including the sender; null if nothing is new or the message was dropped
     */
    public byte @Nullable [] accept(Object participant, byte[] message) {
        return apply(participant, message, limits.keysOfParticipant());
    }

    /**
     * Applies a message of another node.
     *
     * @return the update for all clients; null if nothing is new or the message was dropped
     */
    public byte @Nullable [] acceptFromNode(String node, byte[] message) {
        return apply(node, message, limits.keys());
    }

    /**
     * Adds a participant as an owner of the key that a message repeats. The first message of a client is its own state: after a
     * reconnect it has the same clock as before, so it is no change. Has no effect if the message has not exactly one key, or the
     * key is unknown.
     */
    public void claim(Object participant, byte[] message) {
        List<Long> keys = keysOf(message);
        if (keys.size() == 1) {
            Set<Object> current = owners.get(keys.get(0));
            if (current != null && ownedBy(participant).size() < limits.keysOfParticipant()) {
                current.add(participant);
            }
        }
    }

    /**
     * Removes owners that have left, and the keys that have no other owner.
     *
     * @return one update for all clients, null if no key was removed
     */
    public byte @Nullable [] leave(Collection<?> gone) {
        List<Long> removed = new ArrayList<>();
        owners.forEach((key, of) -> {
            if (of.removeAll(gone) && of.isEmpty()) {
                removed.add(key);
            }
        });
        removed.forEach(owners::remove);
        return encode(awareness.remove(removed, null));
    }

    /**
     * Removes keys that were not renewed for 30 seconds, and the clocks of keys that were removed long ago.
     *
     * @return the update for all clients, null if no key was removed
     */
    public byte @Nullable [] expire() {
        AwarenessChange change = awareness.removeOutdated(Awareness.OUTDATED_MILLIS);
        change.removed().forEach(owners::remove);
        byte[] update = encode(change);
        awareness.purgeRemoved(REMOVED_KEPT_MILLIS);
        return update;
    }

    /** Returns the states of all keys as an update, null if there are none. Encoded once per change; do not modify. */
    public byte @Nullable [] states() {
        Collection<Long> keys = owners.keySet();
        if (keys.isEmpty()) {
            return null;
        }
        byte[] states = encodedStates;
        if (states == null) {
            states = awareness.encodeUpdate(keys);
            encodedStates = states;
        }
        return states;
    }

    /**
     * Returns the states of the keys of some owners as an update, null if they own nothing.
     *
     * @param owned selects the owners
     */
    public byte @Nullable [] statesOf(Predicate<Object> owned) {
        List<Long> keys = new ArrayList<>();
        owners.forEach((key, of) -> {
            if (of.stream().anyMatch(owned)) {
                keys.add(key);
            }
        });
        return keys.isEmpty() ? null : awareness.encodeUpdate(keys);
    }

    /** Returns the number of messages that were dropped because they were unreadable or exceeded a limit. */
    public long dropped() {
        return dropped;
    }

    private byte @Nullable [] apply(Object owner, byte[] message, int maxKeys) {
        if (!hasRoom(owner, message, maxKeys)) {
            dropped++;
            return null;
        }
        try {
            AwarenessChange change = awareness.applyUpdate(message, owner);
            change.added().forEach(key -> own(key, owner));
            change.updated().forEach(key -> own(key, owner));
            change.removed().forEach(owners::remove);
            return encode(change);
        } catch (DecodeException unreadable) {
            dropped++;
            return null;
        }
    }

    private void own(Long key, Object owner) {
        Set<Object> only = new HashSet<>();
        only.add(owner);
        owners.put(key, only);
    }

    /** Returns whether the table has room for a message of an owner. */
    private boolean hasRoom(Object owner, byte[] message, int maxKeys) {
        Set<Long> keys = new HashSet<>(keysOf(message));
        long replaced =
                keys.stream().mapToLong(key -> stateBytes.getOrDefault(key, 0)).sum();
        if (totalBytes - replaced + message.length > limits.bytes()) {
            return false;
        }
        keys.removeIf(owners::containsKey);
        return keys.isEmpty() || ownedBy(owner).size() + keys.size() <= maxKeys;
    }

    private List<Long> ownedBy(Object owner) {
        List<Long> keys = new ArrayList<>();
        owners.forEach((key, of) -> {
            if (of.contains(owner)) {
                keys.add(key);
            }
        });
        return keys;
    }

    /** Returns the keys of a message, empty if it is unreadable. */
    private List<Long> keysOf(byte[] message) {
        List<Long> keys = new ArrayList<>();
        try {
            Decoder in = new Decoder(message);
            long count = in.readVarUint();
            for (long i = 0; i < count && i <= limits.keys(); i++) {
                keys.add(in.readVarUint());
                in.readVarUint();
                in.skip(in.readLength());
            }
            return keys;
        } catch (DecodeException unreadable) {
            return List.of();
        }
    }

    private byte @Nullable [] encode(AwarenessChange change) {
        if (change.isEmpty()) {
            return null;
        }
        encodedStates = null;
        change.removed().forEach(key -> count(key, 0));
        List<Long> changed = new ArrayList<>(change.added());
        changed.addAll(change.updated());
        List<Long> keys = new ArrayList<>(changed);
        keys.addAll(change.removed());
        byte[] update = awareness.encodeUpdate(keys);
        for (Long key : changed) {
            count(key, keys.size() == 1 ? update.length : awareness.encodeUpdate(List.of(key)).length);
        }
        return update;
    }

    private void count(Long key, int bytes) {
        Integer before = bytes == 0 ? stateBytes.remove(key) : stateBytes.put(key, bytes);
        totalBytes += bytes - (before == null ? 0 : before);
    }
}
