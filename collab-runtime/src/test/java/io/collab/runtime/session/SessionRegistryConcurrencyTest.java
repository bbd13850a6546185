package io.collab.runtime.session;

import io.collab.runtime.testing.Interleavings;
import io.collab.runtime.testing.Scenario;
import io.collab.runtime.testing.Schedule;
import org.junit.jupiter.api.Test;

class SessionRegistryConcurrencyTest {
    @Test
    void aParticipantIsInOneLiveSessionWhileIdleSessionsAreUnloaded() {
        Interleavings.explore(800, Unloading.class);
    }

    @Test
    void aParticipantIsInOneLiveSessionOrItsJoinFailsIfTheStoreFailsAndTheReadPoolRejects() {
        Interleavings.explore(600, Failing.class);
    }

    @Test
    void aParticipantIsInOneLiveSessionOrIsInformedIfTheDocumentIsRecreated() {
        Interleavings.explore(800, Recreated.class);
    }

    @Test
    void aParticipantIsInOneLiveSessionThatMissesNothingIfTheLogIsCompacted() {
        Interleavings.explore(600, Compacted.class);
    }

    @Test
    void aClosedRegistryHasNoSessionLeftWhateverIsBeingLoaded() {
        Interleavings.explore(800, Closed.class);
    }

    static final class Unloading implements Scenario {
        @Override
        public void run(Schedule schedule) {
            OpenDocuments documents = new OpenDocuments(schedule);
            documents.joins(3);
            schedule.start("timer", () -> {
                for (int i = 0; i < 4; i++) {
                    documents.pause(60);
                    documents.unloadIdle();
                }
            });
            schedule.start("writer", () -> documents.write(2));
            documents.requireEachInOneSession();
            documents.requireSnapshotComplete();
        }
    }

    static final class Failing implements Scenario {
        @Override
        public void run(Schedule schedule) {
            OpenDocuments documents = new OpenDocuments(schedule);
            documents.store.failOneIn(5);
            documents.reads.rejectOneIn(8);
            documents.joins(4);
            schedule.start("timer", () -> {
                documents.pause(100);
                documents.unloadIdle();
            });
            documents.requireEachInOneSession();
            documents.requireSnapshotComplete();
        }
    }

    static final class Recreated implements Scenario {
        @Override
        public void run(Schedule schedule) {
            OpenDocuments documents = new OpenDocuments(schedule);
            documents.joins(3);
            schedule.start("deletion", () -> {
                for (int i = 0; i < 2; i++) {
                    documents.pause(120);
                    documents.delete();
                }
            });
            schedule.start("writer", () -> documents.write(2));
            documents.requireEachInOneSession();
            documents.requireSnapshotComplete();
        }
    }

    static final class Compacted implements Scenario {
        @Override
        public void run(Schedule schedule) {
            OpenDocuments documents = new OpenDocuments(schedule);
            documents.joins(2);
            schedule.start("writer", () -> documents.write(4));
            schedule.start("compaction", () -> {
                for (int i = 0; i < 3; i++) {
                    documents.pause(100);
                    documents.compact();
                }
            });
            documents.requireEachInOneSession();
            documents.requireSnapshotComplete();
        }
    }

    static final class Closed implements Scenario {
        @Override
        public void run(Schedule schedule) {
            OpenDocuments documents = new OpenDocuments(schedule);
            documents.joins(3);
            schedule.start("close", () -> {
                documents.pause(80);
                documents.close();
            });
            documents.requireEachInOneSession();
            documents.requireNothingOpen();
        }
    }
}
