package io.collab.runtime.session;

import static io.collab.runtime.testing.ManualNode.FRUIT;

import io.collab.api.CollabException;
import io.collab.runtime.commit.CommitLimits;
import io.collab.runtime.flow.InboundBudget;
import io.collab.runtime.testing.ManualNode;
import io.collab.runtime.testing.WordEngine;
import io.collab.spi.merge.MergeEngine;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A pipeline of a document whose commits and reads happen when the test says so. */
final class PipelineFixture implements AutoCloseable {
    static final SessionResources.Policy SMALL = new SessionResources.Policy(
            DocumentLimits.DEFAULTS.withWaitingBytes(100), DocumentTimeouts.DEFAULTS, new CommitLimits(3, 50));

    final ManualNode node;
    final DocumentState state;
    final CommitPipeline pipeline;
    final InboundBudget budget = new InboundBudget(1 << 20);
    final List<CollabException> failures = new ArrayList<>();
    int finished;

    PipelineFixture(MergeEngine engine, SessionResources.Policy policy, String... committed) {
        this.node = new ManualNode(engine, policy);
        DocumentLoader.open(node.resources, FRUIT);
        for (String update : committed) {
            node.appendElsewhere(WordEngine.update(update));
        }
        this.state = DocumentLoader.load(node.resources, FRUIT);
        this.pipeline = new CommitPipeline(node.resources, state, node.mailboxes, this::fail, () -> finished++);
    }

    /** Adds a change whose client expects an acknowledgement. */
    void add(ManualNode.Client from, String update) {
        add(from, update, true);
    }

    void add(ManualNode.Client from, String update, boolean acknowledged) {
        pipeline.add(new PendingEdit(
                from.participant(), WordEngine.update(update), acknowledged, budget.reserve(update.length())));
    }

    /** Waits for an append and returns its updates. */
    List<String> awaitAppend() {
        return node.log.awaitCommit().get(0).submissions().stream()
                .map(submission -> new String(submission.update().bytes(), StandardCharsets.UTF_8))
                .toList();
    }

    /** Carries out the append that waits, and passes its result to the pipeline. */
    void releaseAppend() {
        node.log.release();
        node.mailboxes.runNext();
        node.mailboxes.runAll();
    }

    /** Integrates what is in the log, as the session does. */
    void integrateLog() {
        state.integrate(
                node.store.read(FRUIT, state.generation(), state.seq(), 1 << 20).commits());
        pipeline.integrated();
        node.mailboxes.runAll();
    }

    /** Carries out the append that waits, from its commit to its acknowledgements. */
    List<String> finishAppend() {
        List<String> updates = awaitAppend();
        releaseAppend();
        integrateLog();
        return updates;
    }

    private void fail(CollabException failure) {
        failures.add(failure);
        pipeline.abort();
    }

    @Override
    public void close() {
        node.close();
    }
}
