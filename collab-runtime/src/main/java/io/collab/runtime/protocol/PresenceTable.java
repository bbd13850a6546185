package io.collab.runtime.protocol;

import io.collab.api.ProtocolException;
import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.sync.Awareness;
import io.collab.crdt.sync.AwarenessChange;
import io.collab.crdt.sync.AwarenessLimits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The presence of a document's clients, for the wires of the Yjs family: an awareness table with an owner for each key. The owner
 * is the source of the last accepted change that was not a removal; a client that only repeats what it has received owns nothing.
 * Not thread-safe: it belongs to the session's mailbox.
 */
public final class PresenceTable {
    /** How long the clock of a removed key is kept, in milliseconds, so that a late echo does not restore the key. */
    private static final long REMOVED_KEPT_MILLIS = 60_000;

    private final Awareness awareness;
    private final Map<Long, Object> owners = new HashMap<>();

    /**
     * @param millis a monotonic clock in milliseconds
     * @param maxEntries the maximum number of keys
     * @param maxStateLength the maximum length of one state as JSON, in UTF-16 code units
     */
    public PresenceTable(LongSupplier millis, int maxEntries, int maxStateLength) {
        this.awareness = new Awareness(millis, new AwarenessLimits(maxEntries, maxStateLength, 32));
    }

    /**
     * Applies a message.
     *
     * @param owner the sender: a participant, or another node
     * @return the update for all clients, including the sender; null if nothing is new
     * @throws ProtocolException with code {@code bad-presence} if it cannot be read or is too large; nothing has changed
     */
    public byte @Nullable [] accept(Object owner, byte[] message) {
        try {
            AwarenessChange change = awareness.applyUpdate(message, owner);
            change.added().forEach(key -> owners.put(key, owner));
            change.updated().forEach(key -> owners.put(key, owner));
            change.removed().forEach(owners::remove);
            return encode(change);
        } catch (DecodeException unreadable) {
            throw new ProtocolException("bad-presence", String.valueOf(unreadable.getMessage()), unreadable);
        }
    }

    /**
     * Removes the keys of an owner that has left.
     *
     * @return the update for all clients, null if it owned nothing
     */
    public byte @Nullable [] leave(Object owner) {
        List<Long> owned = new ArrayList<>();
        owners.forEach((key, by) -> {
            if (by.equals(owner)) {
                owned.add(key);
            }
        });
        owned.forEach(owners::remove);
        return encode(awareness.remove(owned, owner));
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

    /** Returns the states of all keys as an update, null if there are none. */
    public byte @Nullable [] states() {
        var keys = awareness.states().keySet();
        return keys.isEmpty() ? null : awareness.encodeUpdate(keys);
    }

    /**
     * Returns the states of the keys of some owners as an update, null if they own nothing.
     *
     * @param owned selects the owners
     */
    public byte @Nullable [] statesOf(Predicate<Object> owned) {
        List<Long> keys = new ArrayList<>();
        owners.forEach((key, by) -> {
            if (owned.test(by)) {
                keys.add(key);
            }
        });
        return keys.isEmpty() ? null : awareness.encodeUpdate(keys);
    }

    private byte @Nullable [] encode(AwarenessChange change) {
        if (change.isEmpty()) {
            return null;
        }
        List<Long> keys = new ArrayList<>(change.added());
        keys.addAll(change.updated());
        keys.addAll(change.removed());
        return awareness.encodeUpdate(keys);
    }
}
