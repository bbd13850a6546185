package io.collab.runtime.session;

import io.collab.api.Commit;
import io.collab.api.DocumentHandle;
import io.collab.api.Registration;
import io.collab.runtime.testing.Interleavings;
import io.collab.runtime.testing.Scenario;
import io.collab.runtime.testing.Schedule;
import io.collab.runtime.testing.ScheduledPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class DocumentHandleConcurrencyTest {
    @Test
    void aListenerReceivesEachCommitOnceInOrderAndNoneAfterItsEnd() {
        Interleavings.explore(800, Listeners.class);
    }

    @Test
    void closingAHandleFromManyThreadsReleasesItsDocumentOnce() {
        Interleavings.explore(800, ManyCloses.class);
    }

    @Test
    void aListenerThatIsAddedWhileItsHandleClosesFollowsNothingAndDisturbsNoCommit() {
        Interleavings.explore(800, LateListener.class);
    }

    @Test
    void aHandleThatClosesWhileItsListenerStartsDisturbsNoCommit() {
        Interleavings.explore(2_000, ClosedAtTheStart.class);
    }

    /** Seed 3673995347550 of the test above, without the search: between the check and the executor the handle has closed. */
    @Test
    void aCommitDoesNotFailIfTheExecutorOfAListenerHasBeenShutDown() {
        Interleavings.explore(20, ShutDownExecutor.class);
    }

    private static DocumentHandle open(OpenDocuments documents) {
        ScheduledPool executor = new ScheduledPool(documents.schedule, "handle", 1);
        return new SessionDocumentHandle(
                OpenDocuments.DOCUMENT, documents.registry, documents.resources, executor, executor);
    }

    /** Checks that nothing follows the document, after which no handle is open. */
    private static void requireNothingHeld(OpenDocuments documents) {
        Schedule schedule = documents.schedule;
        schedule.settle();
        schedule.advance(Duration.ofSeconds(5));
        schedule.require(Sessions.holds(documents.registry, OpenDocuments.DOCUMENT) == 0, "a document is held");
        documents.requireNothingOpen();
    }

    static final class Listeners implements Scenario {
        @Override
        public void run(Schedule schedule) {
            OpenDocuments documents = new OpenDocuments(schedule);
            DocumentHandle handle = open(documents);
            List<Long> received = new ArrayList<>();
            List<Long> receivedUntilClosed = new ArrayList<>();
            handle.onCommit(commit -> received.add(commit.seq()));
            schedule.settle();
            Registration closed = handle.onCommit(receivedUntilClosed(schedule, receivedUntilClosed));
            schedule.start("writer", () -> documents.write(3));
            schedule.start("other writer", () -> documents.write(2));
            schedule.start("end of a listener", () -> {
                documents.pause(80);
                closed.close();
            });
            schedule.settle();
            schedule.stopClock();
            schedule.advance(Duration.ofSeconds(12));
            long last = documents.store.head(OpenDocuments.DOCUMENT).seq();
            schedule.require(received.size() == last, received.size() + " of " + last + " commits");
            requireContiguous(schedule, received);
            requireContiguous(schedule, receivedUntilClosed);
            handle.close();
            documents.write(1);
            requireNothingHeld(documents);
            schedule.require(received.size() == last, "a commit after the close");
        }

        private static Consumer<Commit> receivedUntilClosed(Schedule schedule, List<Long> received) {
            return commit -> {
                received.add(commit.seq());
                Schedule.step("listener");
                if (schedule.oneIn(4)) {
                    throw new IllegalStateException("a listener may throw");
                }
            };
        }

        private static void requireContiguous(Schedule schedule, List<Long> received) {
            for (int i = 1; i < received.size(); i++) {
                schedule.require(received.get(i) == received.get(i - 1) + 1, "received " + received);
            }
        }
    }

    static final class ManyCloses implements Scenario {
        @Override
        public void run(Schedule schedule) {
            OpenDocuments documents = new OpenDocuments(schedule);
            DocumentHandle kept = open(documents);
            DocumentHandle handle = open(documents);
            schedule.start("close-1", handle::close);
            schedule.start("close-2", handle::close);
            schedule.settle();
            schedule.require(
                    Sessions.holds(documents.registry, OpenDocuments.DOCUMENT) == 1, "the other handle holds nothing");
            kept.close();
            requireNothingHeld(documents);
        }
    }

    static final class ClosedAtTheStart implements Scenario {
        @Override
        public void run(Schedule schedule) {
            OpenDocuments documents = new OpenDocuments(schedule);
            DocumentHandle first = open(documents);
            first.onCommit(commit -> {}); // creates the document
            schedule.settle();
            first.close();
            DocumentHandle handle = open(documents);
            handle.onCommit(commit -> {});
            schedule.start("close", () -> {
                documents.pause(40);
                handle.close();
            });
            schedule.start("writer", () -> documents.write(4));
            schedule.start("other writer", () -> documents.write(4));
            requireNothingHeld(documents);
        }
    }

    static final class ShutDownExecutor implements Scenario {
        @Override
        public void run(Schedule schedule) {
            OpenDocuments documents = new OpenDocuments(schedule);
            ScheduledPool executor = new ScheduledPool(schedule, "handle", 1);
            CommitSubscription subscription = new CommitSubscription(
                    documents.resources, OpenDocuments.DOCUMENT, commit -> {}, executor, closed -> {});
            subscription.start();
            executor.shutdown();
            documents.write(1);
        }
    }

    static final class LateListener implements Scenario {
        @Override
        public void run(Schedule schedule) {
            OpenDocuments documents = new OpenDocuments(schedule);
            open(documents).onCommit(commit -> {});
            schedule.settle();
            DocumentHandle handle = open(documents);
            schedule.start("listener", () -> {
                try {
                    handle.onCommit(commit -> {});
                } catch (IllegalStateException closed) {
                    Schedule.step("refused");
                }
            });
            schedule.start("close", () -> {
                documents.pause(60);
                handle.close();
            });
            schedule.start("writer", () -> documents.write(3));
            schedule.settle();
            documents.write(1);
            schedule.settle();
            schedule.require(documents.bus.subscriptions() == 1, "the listener of a closed handle follows the log");
        }
    }
}
