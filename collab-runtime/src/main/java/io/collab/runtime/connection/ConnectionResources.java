package io.collab.runtime.connection;

import io.collab.runtime.flow.ConnectionLimits;
import io.collab.runtime.flow.InboundBudget;
import io.collab.runtime.session.SessionRegistry;
import io.collab.runtime.session.SessionResources;

/**
 * The parts of a node that all its connections share.
 *
 * @param registry opens documents
 * @param resources time, threads and the engine
 * @param accessChecker decides who may open a document
 * @param limits of each connection
 * @param largeMessages limits the bytes of large messages of all connections together that were received and are not processed
 */
public record ConnectionResources(
        SessionRegistry registry,
        SessionResources resources,
        AccessChecker accessChecker,
        ConnectionLimits limits,
        InboundBudget largeMessages) {
    /** The part of the heap that large messages may use. */
    private static final int HEAP_SHARE = 4;

    /** Creates the resources of a node. */
    public ConnectionResources(
            SessionRegistry registry,
            SessionResources resources,
            AccessChecker accessChecker,
            ConnectionLimits limits) {
        this(registry, resources, accessChecker, limits, largeMessages(limits));
    }

    private static InboundBudget largeMessages(ConnectionLimits limits) {
        return new InboundBudget(
                Math.max(Runtime.getRuntime().maxMemory() / HEAP_SHARE, 2L * limits.maxMessageBytes()));
    }
}
