package io.collab.runtime.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.api.Commit;
import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.api.ProtocolException;
import io.collab.api.Submission;
import io.collab.api.Update;
import io.collab.api.Version;
import io.collab.spi.merge.Draft;
import io.collab.spi.merge.MergeEngine;
import io.collab.spi.merge.Prepared;
import io.collab.spi.merge.Replica;
import io.collab.tck.MergeEngineTck;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each engine in this test has one defect, and the rule against the defect reports it. */
class BrokenEnginesTest {
    private static final Update NOTHING = Update.of(new byte[] {0, 0});

    private final Map<Integer, Broken> all = all();

    private record Broken(UnaryOperator<MergeEngine> breaking, String message) {}

    @TestFactory
    Stream<DynamicTest> everyDefectIsReportedByItsRule() {
        return all.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest("rule " + entry.getKey(), () -> {
                    Broken broken = entry.getValue();
                    Kits.assertReported(new BrokenKit(broken.breaking()), entry.getKey(), broken.message());
                }));
    }

    @Test
    void everyRuleHasABrokenEngine() {
        assertThat(new ArrayList<>(all.keySet())).isEqualTo(Kits.numbersOf(MergeEngineTck.class));
    }

    private static Map<Integer, Broken> all() {
        Map<Integer, Broken> all = new TreeMap<>();
        all.put(301, new Broken(HasAnInvalidName::new, "the name is lower-case ASCII"));
        all.put(302, new Broken(replicas(IntegratesEarly::new), "prepare has changed the replica"));
        all.put(303, new Broken(replicas(DropsLateCommits::new), "the content is the same"));
        all.put(304, new Broken(replicas(DropsLateCommits::new), "is the same"));
        all.put(305, new Broken(replicas(AcceptsAll::new), "an integrated update is a duplicate"));
        all.put(306, new Broken(replicas(CoversNothing::new), "a known update is covered"));
        all.put(307, new Broken(replicas(FirstPartOnly::new), "is the same"));
        all.put(308, new Broken(replicas(AnyVersion::new), "bytes that are not a version"));
        all.put(309, new Broken(ForgetsSnapshots::new, "is the same"));
        all.put(310, new Broken(replicas(ThrowsAtGarbage::new), "not an update"));
        all.put(
                311,
                new Broken(
                        replicas(PreparesSeparately::new), "the later submission of the same source is rejected too"));
        all.put(312, new Broken(replicas(OnlyTheFirst::new), "the edit of a client is accepted"));
        all.put(313, new Broken(MergesToTheFirst::new, "is the same"));
        all.put(314, new Broken(OpensAnything::new, "a snapshot of 0 bytes"));
        all.put(315, new Broken(DraftsShareAnIdentity::new, "the change of a draft is accepted"));
        all.put(316, new Broken(SeedsAtRandom::new, "the same first content"));
        return all;
    }

    private static UnaryOperator<MergeEngine> replicas(UnaryOperator<Replica> change) {
        return good -> new EngineDecorator(good) {
            @Override
            public Replica open(byte[] snapshot) {
                return change.apply(good.open(snapshot));
            }
        };
    }

    private static final class HasAnInvalidName extends EngineDecorator {
        HasAnInvalidName(MergeEngine good) {
            super(good);
        }

        @Override
        public String name() {
            return "An Engine";
        }
    }

    /** Opens the first snapshots correctly, and then empty replicas. */
    private static final class ForgetsSnapshots extends EngineDecorator {
        private int opened;

        ForgetsSnapshots(MergeEngine good) {
            super(good);
        }

        @Override
        public Replica open(byte[] snapshot) {
            return good.open(snapshot != null && ++opened > 45 ? null : snapshot);
        }
    }

    private static final class MergesToTheFirst extends EngineDecorator {
        MergesToTheFirst(MergeEngine good) {
            super(good);
        }

        @Override
        public Update merge(List<Update> updates) {
            return updates.get(0);
        }
    }

    private static final class DraftsShareAnIdentity extends EngineDecorator {
        DraftsShareAnIdentity(MergeEngine good) {
            super(good);
        }

        @Override
        public Draft draft(byte[] snapshot) {
            return good.seed();
        }
    }

    private static final class SeedsAtRandom extends EngineDecorator {
        SeedsAtRandom(MergeEngine good) {
            super(good);
        }

        @Override
        public Draft seed() {
            return good.draft(null);
        }
    }

    private static final class OpensAnything extends EngineDecorator {
        OpensAnything(MergeEngine good) {
            super(good);
        }

        @Override
        public Replica open(byte[] snapshot) {
            return good.open(null);
        }
    }

    private static final class IntegratesEarly extends ReplicaDecorator {
        IntegratesEarly(Replica good) {
            super(good);
        }

        @Override
        public List<Prepared> prepare(List<Submission> submissions, List<Commit> history) {
            List<Prepared> prepared = good.prepare(submissions, history);
            if (submissions.size() > 1 && prepared.get(0) instanceof Prepared.Accepted accepted) {
                good.integrate(commit(submissions.get(0), accepted.update()));
            }
            return prepared;
        }
    }

    /** Drops every commit with a lower sequence number than an earlier one. */
    private static final class DropsLateCommits extends ReplicaDecorator {
        private long last;

        DropsLateCommits(Replica good) {
            super(good);
        }

        @Override
        public void integrate(Commit commit) {
            if (commit.seq() > last) {
                last = commit.seq();
                good.integrate(commit);
            }
        }
    }

    private static final class AcceptsAll extends ReplicaDecorator {
        AcceptsAll(Replica good) {
            super(good);
        }

        @Override
        public List<Prepared> prepare(List<Submission> submissions, List<Commit> history) {
            return submissions.stream()
                    .map(one -> (Prepared) new Prepared.Accepted(one.update()))
                    .toList();
        }
    }

    private static final class CoversNothing extends ReplicaDecorator {
        CoversNothing(Replica good) {
            super(good);
        }

        @Override
        public boolean covers(Update update) {
            return false;
        }
    }

    private static final class FirstPartOnly extends ReplicaDecorator {
        FirstPartOnly(Replica good) {
            super(good);
        }

        @Override
        public List<Update> diff(Version version, int maxBytes) {
            return good.diff(version, maxBytes).subList(0, 1);
        }
    }

    private static final class AnyVersion extends ReplicaDecorator {
        AnyVersion(Replica good) {
            super(good);
        }

        @Override
        public List<Update> diff(Version version, int maxBytes) {
            try {
                return good.diff(version, maxBytes);
            } catch (ProtocolException garbage) {
                return List.of(NOTHING);
            }
        }
    }

    private static final class ThrowsAtGarbage extends ReplicaDecorator {
        ThrowsAtGarbage(Replica good) {
            super(good);
        }

        @Override
        public List<Prepared> prepare(List<Submission> submissions, List<Commit> history) {
            List<Prepared> prepared = good.prepare(submissions, history);
            if (prepared.get(0) instanceof Prepared.Rejected) {
                throw new IllegalStateException("not an update");
            }
            return prepared;
        }
    }

    private static final class PreparesSeparately extends ReplicaDecorator {
        PreparesSeparately(Replica good) {
            super(good);
        }

        @Override
        public List<Prepared> prepare(List<Submission> submissions, List<Commit> history) {
            return submissions.stream()
                    .map(one -> good.prepare(List.of(one), history).get(0))
                    .toList();
        }
    }

    private static final class OnlyTheFirst extends ReplicaDecorator {
        OnlyTheFirst(Replica good) {
            super(good);
        }

        @Override
        public List<Prepared> prepare(List<Submission> submissions, List<Commit> history) {
            List<Prepared> prepared = new ArrayList<>(good.prepare(submissions, history));
            for (int i = 1; i < prepared.size(); i++) {
                prepared.set(i, new Prepared.Duplicate());
            }
            return prepared;
        }
    }

    private static Commit commit(Submission submission, Update update) {
        Submission canonical = new Submission(submission.operation(), submission.author(), update);
        return new Commit(DocumentId.of("d"), new Generation(new UUID(1, 1)), 1, Instant.EPOCH, canonical);
    }

    private static final class BrokenKit extends YjsEngineTckTest {
        private final UnaryOperator<MergeEngine> breaking;
        private @Nullable MergeEngine broken;

        BrokenKit(UnaryOperator<MergeEngine> breaking) {
            this.breaking = breaking;
        }

        @Override
        protected MergeEngine engine() {
            if (broken == null) {
                broken = breaking.apply(super.engine());
            }
            return broken;
        }
    }
}
