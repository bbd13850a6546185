package io.collab.runtime.ordering;

import io.collab.api.Commit;
import io.collab.api.Generation;
import java.util.List;

/** What nodes tell one another over the bus. Each travels on a topic of its document. */
public sealed interface BusMessage {
    /** The id of the node that tells. */
    String node();

    /**
     * A document's log has grown.
     *
     * @param node who tells
     * @param generation the lineage
     * @param seq the last commit now
     * @param commits the new commits themselves when they are small enough to travel, otherwise empty
     */
    record Committed(String node, Generation generation, long seq, List<Commit> commits) implements BusMessage {}

    /**
     * Somebody's presence has changed.
     *
     * @param node who tells
     * @param bytes in the encoding of the wire family
     */
    record PresenceChanged(String node, byte[] bytes) implements BusMessage {}

    /**
     * A node has opened the document and asks who is there.
     *
     * @param node who asks
     */
    record PresenceAsked(String node) implements BusMessage {}
}
