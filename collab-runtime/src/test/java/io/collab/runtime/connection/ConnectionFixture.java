package io.collab.runtime.connection;

import io.collab.api.Access;
import io.collab.api.AccessDecision;
import io.collab.api.Authentication;
import io.collab.api.DocumentId;
import io.collab.runtime.flow.ConnectionLimits;
import io.collab.runtime.session.SessionRegistry;
import io.collab.runtime.session.SessionResources;
import io.collab.runtime.testing.ManualNode;
import io.collab.runtime.testing.Peer;
import io.collab.runtime.testing.WordEngine;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Connections with small limits to a node without threads of its own. */
final class ConnectionFixture implements AutoCloseable {
    static final int OVERHEAD = ConnectionLimits.MESSAGE_OVERHEAD;
    static final ConnectionLimits LIMITS = ConnectionLimits.DEFAULTS
            .withMaxFrameBytes(100)
            .withMaxSyncBytes(100)
            .withDocuments(3)
            .withInbound(new ConnectionLimits.Inbound(50 + 7 * OVERHEAD, 100 + 4 * OVERHEAD, 4))
            .withOutbound(new ConnectionLimits.Outbound(1_000 + 20 * OVERHEAD, 100 + OVERHEAD));

    final ManualNode node = new ManualNode(new WordEngine(), SessionResources.Policy.DEFAULTS);
    final SessionRegistry registry = new SessionRegistry(node.resources);
    final AccessChecker checker;
    final ConnectionRegistry connections;
    Access access = Access.WRITE;
    String principal = "ann";

    ConnectionFixture() {
        this.checker = new AccessChecker(
                credentials -> CompletableFuture.completedFuture(
                        new Authentication.Authenticated(DocumentId.DEFAULT_TENANT, principal)),
                (user, document) -> CompletableFuture.completedFuture(new AccessDecision.Granted(access)),
                Runnable::run);
        this.connections = new ConnectionRegistry(new ConnectionResources(registry, node.resources, checker, LIMITS));
        node.log.releaseAll();
    }

    /** Returns a client that has joined documents. */
    Peer joined(String... addresses) {
        Peer peer = Peer.hocuspocus(connections);
        for (String address : addresses) {
            peer.authenticate(address).step1(address, "");
            node.settle();
        }
        return peer;
    }

    void tickAfter(Duration passed) {
        node.nanos.addAndGet(passed.toNanos());
        connections.tick();
        node.settle();
    }

    @Override
    public void close() {
        node.close();
    }
}
