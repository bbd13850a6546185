package io.collab.crdt.update;

import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.lib0.DecodeException.Reason;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Refuses a second section of a client. Costs nothing as long as the clients descend, as Yjs writes them. */
final class SectionClients {

    private long last = Long.MAX_VALUE;
    private @Nullable Set<Long> seen;

    void clear() {
        last = Long.MAX_VALUE;
        seen = null;
    }

    /**
     * Takes the client of a section.
     *
     * @throws DecodeException if it had one before
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
