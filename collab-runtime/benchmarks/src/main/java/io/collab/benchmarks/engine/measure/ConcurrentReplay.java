package io.collab.benchmarks.engine.measure;

import io.collab.crdt.YDoc;
import io.collab.crdt.YText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/**
 * Replays a concurrent trace: each agent edits a document of its own that holds exactly the transactions it had seen.
 */
final class ConcurrentReplay {
    private final Trace trace;
    private final List<byte[]> updates = new ArrayList<>();
    private final YDoc[] documents;
    private final BitSet[] seen;

    private ConcurrentReplay(Trace trace) {
        this.trace = trace;
        this.documents = new YDoc[trace.agents()];
        this.seen = new BitSet[trace.agents()];
        for (int agent = 0; agent < documents.length; agent++) {
            documents[agent] = Documents.editor(agent + 1L);
            seen[agent] = new BitSet();
        }
    }

    /** Returns the update of every transaction, in the trace's order, which is causal. */
    static List<byte[]> updates(Trace trace) {
        ConcurrentReplay replay = new ConcurrentReplay(trace);
        for (Trace.Transaction transaction : trace.transactions()) {
            replay.play(transaction);
        }
        return replay.updates;
    }

    private void play(Trace.Transaction transaction) {
        int agent = transaction.agent();
        YDoc document = documents[agent];
        for (int number : lacking(transaction.parents(), seen[agent])) {
            document.applyUpdate(updates.get(number));
        }
        seen[agent].set(updates.size());
        YText text = document.getText(Documents.TEXT);
        List<byte[]> made = Documents.updatesOf(
                document,
                () -> document.transact(() -> transaction.edits().forEach(edit -> Documents.apply(text, edit))));
        updates.add(made.isEmpty() ? new byte[] {0, 0} : made.get(0));
    }

    /** Adds the transactions that the parents have seen to the seen ones, and returns the new ones, in order. */
    private List<Integer> lacking(List<Integer> parents, BitSet known) {
        BitSet lacking = new BitSet();
        Deque<Integer> open = new ArrayDeque<>(parents);
        while (!open.isEmpty()) {
            int number = open.pop();
            if (!known.get(number)) {
                known.set(number);
                lacking.set(number);
                open.addAll(trace.transactions().get(number).parents());
            }
        }
        return lacking.stream().boxed().toList();
    }
}
