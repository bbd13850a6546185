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
 * Who is in a document and where, for the wires of the Yjs family: an awareness table that knows who owns each key. The
 * owner is the source of the last accepted change that was not a removal; a client that only echoes what it was told owns
 * nothing. Not thread-safe: touched by its session's mailbox only.
 */
public final class PresenceTable {
    /** How long the clock of a removed key is kept, so that a late echo does not bring a ghost back, in milliseconds. */
    private static final long REMOVED_KEPT_MILLIS = 60_000;

    private final Awareness awareness;
    private final Map<Long, Object> owners = new HashMap<>();

    /** @param millis the time in milliseconds, monotonic */
    public PresenceTable(LongSupplier millis, int maxEntries, int maxStateLength) {
        this.awareness = new Awareness(millis, new AwarenessLimits(maxEntries, maxStateLength, 32));
    }

    /**
     * Takes a message.
     *
     * @param owner who sent it: a participant, or another node
     * @return what is to be told to everybody, the sender included, null when nothing was new
     * @throws ProtocolException code {@code bad-presence} when it cannot be read or is too large; nothing has changed
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
     * Somebody has gone: removes the keys that it still owns.
     *
     * @return what is to be told to everybody, null when it owned nothing
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
     * Removes what has not been renewed for 30 seconds, and forgets what was removed long ago.
     *
     * @return what is to be told to everybody, null when nothing was removed
     */
    public byte @Nullable [] expire() {
        AwarenessChange change = awareness.removeOutdated(Awareness.OUTDATED_MILLIS);
        change.removed().forEach(owners::remove);
        byte[] told = encode(change);
        awareness.purgeRemoved(REMOVED_KEPT_MILLIS);
        return told;
    }

    /** Everybody who is here, null when there is nobody. */
    public byte @Nullable [] states() {
        var keys = awareness.states().keySet();
        return keys.isEmpty() ? null : awareness.encodeUpdate(keys);
    }

    /**
     * Those of some owners, null when they own nothing.
     *
     * @param owned which owners
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
