package io.collab.runtime.ordering;

import io.collab.api.Commit;
import io.collab.api.Generation;
import java.util.List;

/** A message between nodes over the bus, published on a topic of its document. */
public sealed interface BusMessage {
    /** Returns the id of the node that has sent the message. */
    String node();

    /**
     * A document's log has grown.
     *
     * @param node the sender
     * @param generation the generation of the document
     * @param seq the last commit in the log
     * @param commits the new commits if they fit into a message, otherwise empty
     */
    record Committed(String node, Generation generation, long seq, List<Commit> commits) implements BusMessage {}

    /**
     * The presence of clients of a node has changed.
     *
     * @param node the sender
     * @param bytes an encoded awareness update
     */
    record PresenceChanged(String node, byte[] bytes) implements BusMessage {}

    /**
     * A node has opened the document and asks the other nodes for their presence.
     *
     * @param node the sender
     */
    record PresenceAsked(String node) implements BusMessage {}
}
