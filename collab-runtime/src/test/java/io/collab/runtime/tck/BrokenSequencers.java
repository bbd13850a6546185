package io.collab.runtime.tck;

import io.collab.api.Commit;
import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.api.StorageException;
import io.collab.spi.ordering.Follower;
import io.collab.spi.ordering.Following;
import io.collab.spi.ordering.Sequencer;
import io.collab.spi.storage.Append;
import io.collab.spi.storage.AppendResult;
import io.collab.spi.storage.DocumentStore;
import io.collab.spi.storage.Page;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** Sequencers with one defect each. */
final class BrokenSequencers {
    private BrokenSequencers() {}

    /**
     * A defect.
     *
     * @param breaking a function that adds the defect to a correct sequencer over a store
     * @param message a part of the message with which the kit reports it
     */
    record Broken(BiFunction<Sequencer, DocumentStore, Sequencer> breaking, String message) {}

    static Map<Integer, Broken> all() {
        Map<Integer, Broken> all = new TreeMap<>();
        all.put(201, new Broken((good, store) -> new ReversesTheResults(good), "the append is committed"));
        all.put(202, new Broken(following(BrokenSequencers::everythingTwice), "once and in order"));
        all.put(203, new Broken(following(BrokenSequencers::onlyTheFirst), "is delivered, not only"));
        all.put(204, new Broken(following(BrokenSequencers::doneImmediately), "receives nothing more"));
        all.put(205, new Broken(following(BrokenSequencers::onlyTheFirst), "is delivered, not only"));
        all.put(206, new Broken(following(BrokenSequencers::onlyTheFirst), "is delivered, not only"));
        all.put(207, new Broken(following(BrokenSequencers::everythingTwice), "once and in order"));
        all.put(208, new Broken(following(BrokenSequencers::neverEnded), "is overtaken"));
        all.put(209, new Broken(following(BrokenSequencers::neverEnded), "receives replaced"));
        all.put(
                210,
                new Broken(barrier(stage -> CompletableFuture.completedFuture(null)), "durable before the barrier"));
        all.put(211, new Broken(barrier(stage -> CompletableFuture.completedFuture(null)), "not done yet"));
        all.put(212, new Broken(barrier(stage -> CompletableFuture.completedFuture(null)), "the store is down"));
        all.put(213, new Broken((good, store) -> new NeverCloses(good), "the following is closed"));
        all.put(214, new Broken((good, store) -> new RetriesItself(good), "the outcome is unknown"));
        all.put(215, new Broken((good, store) -> new NeverCloses(good), "the following has ended"));
        all.put(216, new Broken(following(BrokenSequencers::onlyTheFirst), "is delivered, not only"));
        all.put(217, new Broken(following(BrokenSequencers::onlyTheNextNumber), "is delivered, not only"));
        all.put(218, new Broken(following(BrokenSequencers::neverEnded), "the following ends"));
        return all;
    }

    private static BiFunction<Sequencer, DocumentStore, Sequencer> following(UnaryOperator<Follower> change) {
        return (good, store) -> new SequencerDecorator(good) {
            @Override
            public Following follow(DocumentId document, Generation generation, long afterSeq, Follower follower) {
                return good.follow(document, generation, afterSeq, change.apply(follower));
            }
        };
    }

    private static BiFunction<Sequencer, DocumentStore, Sequencer> barrier(
            UnaryOperator<CompletionStage<Void>> change) {
        return (good, store) -> new SequencerDecorator(good) {
            @Override
            public Following follow(DocumentId document, Generation generation, long afterSeq, Follower follower) {
                Following following = good.follow(document, generation, afterSeq, follower);
                return new Following() {
                    @Override
                    public CompletionStage<Void> barrier() {
                        return change.apply(CompletableFuture.completedFuture(null));
                    }

                    @Override
                    public void close() {
                        following.close();
                    }
                };
            }
        };
    }

    private static Follower onlyTheFirst(Follower follower) {
        boolean[] isDelivered = new boolean[1];
        return new FollowerDecorator(follower) {
            @Override
            public void commits(List<Commit> commits, Runnable done) {
                if (isDelivered[0]) {
                    done.run();
                } else {
                    isDelivered[0] = true;
                    follower.commits(commits.subList(0, 1), done);
                }
            }
        };
    }

    private static Follower doneImmediately(Follower follower) {
        return new FollowerDecorator(follower) {
            @Override
            public void commits(List<Commit> commits, Runnable done) {
                follower.commits(commits, () -> {});
                done.run();
            }
        };
    }

    private static Follower everythingTwice(Follower follower) {
        return new FollowerDecorator(follower) {
            @Override
            public void commits(List<Commit> commits, Runnable done) {
                List<Commit> twice = new ArrayList<>(commits);
                twice.addAll(commits);
                follower.commits(twice, done);
            }
        };
    }

    private static Follower neverEnded(Follower follower) {
        return new FollowerDecorator(follower) {
            @Override
            public void overtaken(Page page) {
                // not delivered
            }

            @Override
            public void replaced() {
                // not delivered
            }

            @Override
            public void regressed() {
                // not delivered
            }
        };
    }

    private static Follower onlyTheNextNumber(Follower follower) {
        long[] last = new long[1];
        return new FollowerDecorator(follower) {
            @Override
            public void commits(List<Commit> commits, Runnable done) {
                if (commits.get(0).seq() == last[0] + 1) {
                    last[0] = commits.get(commits.size() - 1).seq();
                    follower.commits(commits, done);
                }
            }
        };
    }

    private static class FollowerDecorator implements Follower {
        private final Follower follower;

        FollowerDecorator(Follower follower) {
            this.follower = follower;
        }

        @Override
        public void commits(List<Commit> commits, Runnable done) {
            follower.commits(commits, done);
        }

        @Override
        public void overtaken(Page page) {
            follower.overtaken(page);
        }

        @Override
        public void replaced() {
            follower.replaced();
        }

        @Override
        public void regressed() {
            follower.regressed();
        }
    }

    private static class SequencerDecorator implements Sequencer {
        final Sequencer good;

        SequencerDecorator(Sequencer good) {
            this.good = good;
        }

        @Override
        public List<AppendResult> commit(List<Append> appends) {
            return good.commit(appends);
        }

        @Override
        public Following follow(DocumentId document, Generation generation, long afterSeq, Follower follower) {
            return good.follow(document, generation, afterSeq, follower);
        }

        @Override
        public void close() {
            good.close();
        }
    }

    private static final class ReversesTheResults extends SequencerDecorator {
        ReversesTheResults(Sequencer good) {
            super(good);
        }

        @Override
        public List<AppendResult> commit(List<Append> appends) {
            List<AppendResult> results = new ArrayList<>(good.commit(appends));
            Collections.reverse(results);
            return results;
        }
    }

    private static final class RetriesItself extends SequencerDecorator {
        RetriesItself(Sequencer good) {
            super(good);
        }

        @Override
        public List<AppendResult> commit(List<Append> appends) {
            try {
                return good.commit(appends);
            } catch (StorageException unknown) {
                return good.commit(appends);
            }
        }
    }

    /** Ignores close, and so do its followings. */
    private static final class NeverCloses extends SequencerDecorator {
        NeverCloses(Sequencer good) {
            super(good);
        }

        @Override
        public Following follow(DocumentId document, Generation generation, long afterSeq, Follower follower) {
            Following following = good.follow(document, generation, afterSeq, follower);
            return new Following() {
                @Override
                public CompletionStage<Void> barrier() {
                    return following.barrier();
                }

                @Override
                public void close() {
                    // stays open
                }
            };
        }

        @Override
        public void close() {
            // stays open
        }
    }
}
