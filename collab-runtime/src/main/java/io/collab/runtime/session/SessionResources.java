package io.collab.runtime.session;

import io.collab.api.Generation;
import io.collab.runtime.commit.CommitLimits;
import io.collab.runtime.commit.GroupCommitter;
import io.collab.spi.merge.MergeEngine;
import io.collab.spi.ordering.BroadcastBus;
import io.collab.spi.ordering.Sequencer;
import io.collab.spi.storage.DocumentStore;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The parts of a node that all its sessions share. Time, randomness and threads enter here.
 *
 * @param engine the engine of all documents
 * @param store the store from which documents are loaded; writes go through the committer
 * @param sequencer the source of commits
 * @param bus carries presence between nodes
 * @param committer commits appends
 * @param mailboxes runs the turns of mailboxes; its tasks do not block
 * @param reads runs reads of the store, which may block; rejects when too many wait
 * @param generations supplies random ids for new documents
 * @param nanoTime a monotonic clock in nanoseconds
 * @param node the name of this node, kept with every commit
 * @param instance a random id of this start of the node, which distinguishes its own bus messages
 * @param policy the limits of a session
 */
public record SessionResources(
        MergeEngine engine,
        DocumentStore store,
        Sequencer sequencer,
        BroadcastBus bus,
        GroupCommitter committer,
        Executor mailboxes,
        Executor reads,
        Supplier<Generation> generations,
        LongSupplier nanoTime,
        String node,
        String instance,
        Policy policy) {
    /**
     * The limits of a session.
     *
     * @param limits of one document
     * @param timeouts of one document
     * @param commit of one append
     */
    public record Policy(DocumentLimits limits, DocumentTimeouts timeouts, CommitLimits commit) {
        /** The limits of a node without configuration. */
        public static final Policy DEFAULTS =
                new Policy(DocumentLimits.DEFAULTS, DocumentTimeouts.DEFAULTS, CommitLimits.DEFAULTS);
    }

    DocumentLimits limits() {
        return policy.limits();
    }

    DocumentTimeouts timeouts() {
        return policy.timeouts();
    }
}
