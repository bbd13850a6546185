package io.collab.runtime.testing;

import io.collab.api.Commit;
import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.spi.ordering.Follower;
import io.collab.spi.storage.Head;
import io.collab.spi.storage.Page;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;

/**
 * A follower that fails the run unless it receives each commit of its generation once, in order, one call at a time, and nothing
 * after its end. It acknowledges at once, or later on another thread.
 */
public final class CheckedFollower implements Follower {
    private final Schedule schedule;
    private final UnreliableStore store;
    private final DocumentId document;
    private final Generation generation;
    private final Executor later;
    private final LongConsumer onOvertaken;
    private long last;
    private long acknowledged;
    private boolean busy;
    private String end = "";
    private Thread caller;

    /**
     * @param afterSeq the commit before the first one that is expected
     * @param later runs acknowledgements
     * @param onOvertaken receives the position after the page that replaces the log, to follow again
     */
    public CheckedFollower(
            Schedule schedule,
            UnreliableStore store,
            Head head,
            long afterSeq,
            Executor later,
            LongConsumer onOvertaken) {
        this.schedule = schedule;
        this.store = store;
        this.document = head.document();
        this.generation = head.generation();
        this.last = afterSeq;
        this.acknowledged = afterSeq;
        this.later = later;
        this.onOvertaken = onOvertaken;
    }

    /** The following was closed: no call may begin from now on. */
    public void closed() {
        if (end.isEmpty()) {
            end = "closed";
        }
    }

    /** Returns whether the following has ended in any way. */
    public boolean hasEnded() {
        return !end.isEmpty();
    }

    /** Returns the last commit whose receipt was acknowledged. */
    public long acknowledged() {
        return acknowledged;
    }

    /** Returns the last commit of the generation that is durable now, 0 if there is none. */
    public long durable() {
        return store.history(generation).isEmpty()
                ? 0
                : store.history(generation).lastKey();
    }

    /** Fails the run unless the generation is the document's, and all its commits were received. */
    public void requireComplete() {
        Head head = store.head(document);
        schedule.require(
                head != null && head.generation().equals(generation), "followed although it was replaced by " + head);
        Map.Entry<Long, Commit> missing = store.history(generation).higherEntry(last);
        schedule.require(
                missing == null,
                "received up to " + last + " of " + store.history(generation).keySet());
        schedule.require(acknowledged == last, "not acknowledged: " + last);
    }

    @Override
    public void commits(List<Commit> commits, Runnable done) {
        Thread outer = begin("commits");
        schedule.require(!busy, "commits before the last ones were acknowledged");
        schedule.require(!commits.isEmpty(), "no commits");
        busy = true;
        for (Commit commit : commits) {
            Map.Entry<Long, Commit> next = store.history(generation).higherEntry(last);
            schedule.require(next != null && next.getValue().equals(commit), "after " + last + " came " + commit.seq());
            last = commit.seq();
            Schedule.step("commit " + commit.seq());
        }
        if (schedule.oneIn(3)) {
            acknowledge(done);
        } else {
            later.execute(() -> acknowledge(done));
        }
        caller = outer;
    }

    private void acknowledge(Runnable done) {
        acknowledged = last;
        busy = false;
        done.run();
    }

    @Override
    public void overtaken(Page page) {
        begin("overtaken");
        end = "overtaken";
        schedule.require(page.snapshot() != null && page.snapshot().seq() > last, "overtaken by " + page.head());
        onOvertaken.accept(page.lastSeq(last));
        caller = null;
    }

    @Override
    public void replaced() {
        begin("replaced");
        end = "replaced";
        Head head = store.head(document);
        schedule.require(
                head == null || !head.generation().equals(generation), "the document was not replaced: " + head);
        caller = null;
    }

    @Override
    public void regressed() {
        begin("regressed");
        throw new AssertionError("no log loses commits here");
    }

    /** Begins a call and returns the thread of the call around it, which acknowledges while it is called. */
    private Thread begin(String call) {
        schedule.require(end.isEmpty(), call + " after " + end);
        Thread outer = caller;
        schedule.require(outer == null || outer == Thread.currentThread(), call + " during another call");
        caller = Thread.currentThread();
        Schedule.step(call);
        schedule.require(end.isEmpty(), call + " during " + end);
        return outer;
    }
}
