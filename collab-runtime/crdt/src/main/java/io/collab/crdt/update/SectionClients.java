package io.collab.crdt.update;

import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.lib0.DecodeException.Reason;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rejects a second section of a client. It needs no memory while the clients are in descending order, as Yjs writes
 * them.
 */
final class SectionClients {

    private long last = Long.MAX_VALUE;
    private @Nullable Set<Long> seen;

    void clear() {
        last = Long.MAX_VALUE;
        seen = null;
    }

    /**
     * Adds the client of a section.
     *
     * @throws DecodeException if the client had a section before
     */
    void add(long client) {
        if (client >= last || seen != null) {
            seen = seen == null ? new HashSet<>() : seen;
            seen.add(last);
            if (!seen.add(client)) {
                throw new DecodeException(Reason.DUPLICATE_CLIENT, "two sections of one client");
            }
        }
        last = client;
    }
}
