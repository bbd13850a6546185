package io.collab.runtime.session;

import io.collab.api.Generation;
import io.collab.spi.merge.MergeEngine;
import io.collab.spi.ordering.BroadcastBus;
import io.collab.spi.ordering.Sequencer;
import io.collab.spi.storage.DocumentStore;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What all sessions of a node share. Everything that decides about time, chance and threads comes in here.
 *
 * @param engine of all documents
 * @param store where documents are loaded from; writes go through the committer
 * @param sequencer where commits come from
 * @param bus where nodes tell one another who is here
 * @param committer where changes go
 * @param mailboxes where mailboxes take their turns; never blocks
 * @param reads where the store is read; may block, rejects when too much waits
 * @param generations fresh random ids for new documents
 * @param nanoTime monotonic
 * @param node the id of this node
 * @param limits the bounds of a session
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
        SessionLimits limits) {}
