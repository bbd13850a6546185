package io.collab.runtime.tck;

import io.collab.api.Commit;
import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.runtime.tck.BrokenStores.Broken;
import io.collab.spi.storage.DocumentStore;
import io.collab.spi.storage.Head;
import io.collab.spi.storage.Page;
import io.collab.spi.storage.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;

/** Stores with a defect in reading or compacting. */
final class BrokenReads {
    private BrokenReads() {}

    /** A defective way to read. */
    @FunctionalInterface
    private interface Reading {
        Page read(DocumentStore good, Head requested, long afterSeq, int maxBytes);
    }

    /** A defective way to compact. */
    @FunctionalInterface
    private interface Compacting {
        Head compact(DocumentStore good, Head requested, long expected, Snapshot snapshot, long keepAfterSeq);
    }

    static Map<Integer, Broken> reads() {
        Map<Integer, Broken> broken = new HashMap<>();
        broken.put(430, new Broken(reading(BrokenReads::nothingFromNone), "the whole log"));
        broken.put(
                431,
                new Broken(
                        reading((good, requested, after, max) -> read(good, requested, Math.max(after - 1, -1), max)),
                        "the page starts with the next commit"));
        broken.put(
                432,
                new Broken(
                        reading((good, requested, after, max) -> read(good, requested, after, 1 << 30)),
                        "at most 100 bytes: "));
        broken.put(433, new Broken(reading(BrokenReads::anyGeneration), "the generation does not exist"));
        broken.put(440, new Broken(reading(BrokenReads::withoutSnapshot), "starts with a snapshot"));
        broken.put(441, new Broken(compacting(BrokenReads::ignoresTheExpectation), "does not hold at 2"));
        broken.put(442, new Broken(HidesCompacted::new, "still in the log"));
        broken.put(
                443,
                new Broken(
                        compacting((good, requested, expected, snapshot, keep) ->
                                good.compact(requested.document(), requested.generation(), expected, snapshot, 0)),
                        "starts with a snapshot"));
        broken.put(444, new Broken(HidesCompacted::new, "commit 4 is young"));
        broken.put(445, new Broken(reading(BrokenReads::withoutSnapshot), "starts with a snapshot"));
        broken.put(446, new Broken(compacting(BrokenReads::adjustsTheSnapshot), "a snapshot past the head"));
        broken.put(447, new Broken(compacting(BrokenReads::firstPartOnly), "is read unchanged"));
        return broken;
    }

    static Map<Integer, Broken> races() {
        Map<Integer, Broken> broken = new HashMap<>();
        broken.put(450, new Broken(reading(BrokenReads::notYetVisible), "no commit before those with lower numbers"));
        broken.put(455, new Broken(reading(BrokenReads::oldHead), "a page does not extend past its head"));
        broken.put(456, new Broken(compacting(BrokenReads::mixedParts), "one of the two, whole"));
        return broken;
    }

    private static UnaryOperator<DocumentStore> reading(Reading way) {
        return good -> new StoreDecorator(good) {
            @Override
            public Page read(DocumentId document, Generation generation, long afterSeq, int maxBytes) {
                return way.read(good, new Head(document, generation, "", 1, 0, 0), afterSeq, maxBytes);
            }
        };
    }

    private static UnaryOperator<DocumentStore> compacting(Compacting way) {
        return good -> new StoreDecorator(good) {
            @Override
            public Head compact(
                    DocumentId document, Generation generation, long expected, Snapshot snapshot, long keepAfterSeq) {
                Head requested = new Head(document, generation, "", 1, 0, 0);
                return way.compact(good, requested, expected, snapshot, keepAfterSeq);
            }
        };
    }

    private static Page read(DocumentStore good, Head requested, long afterSeq, int maxBytes) {
        return good.read(requested.document(), requested.generation(), afterSeq, maxBytes);
    }

    private static Page nothingFromNone(DocumentStore good, Head requested, long afterSeq, int maxBytes) {
        Page page = read(good, requested, afterSeq, maxBytes);
        return afterSeq == DocumentStore.NONE ? new Page(page.head(), page.snapshot(), List.of()) : page;
    }

    private static Page anyGeneration(DocumentStore good, Head requested, long afterSeq, int maxBytes) {
        Head head = good.heads(List.of(requested.document())).get(requested.document());
        return read(good, head == null ? requested : head, afterSeq, maxBytes);
    }

    private static Page withoutSnapshot(DocumentStore good, Head requested, long afterSeq, int maxBytes) {
        Page page = read(good, requested, afterSeq, maxBytes);
        return new Page(page.head(), null, page.commits());
    }

    /** A commit becomes visible before the one with the next lower number. */
    private static Page notYetVisible(DocumentStore good, Head requested, long afterSeq, int maxBytes) {
        Page page = read(good, requested, afterSeq, maxBytes);
        List<Commit> commits = new ArrayList<>(page.commits());
        if (commits.size() > 1) {
            commits.remove(commits.size() - 2);
        }
        return new Page(page.head(), page.snapshot(), commits);
    }

    /** The head is read before the commits, and others commit in the meantime. */
    private static Page oldHead(DocumentStore good, Head requested, long afterSeq, int maxBytes) {
        Page page = read(good, requested, afterSeq, maxBytes);
        Head old = page.head().withSeq(0);
        return new Page(old, page.snapshot(), page.commits());
    }

    private static Head ignoresTheExpectation(
            DocumentStore good, Head requested, long expected, Snapshot snapshot, long keepAfterSeq) {
        Head head = good.heads(List.of(requested.document())).get(requested.document());
        return good.compact(requested.document(), requested.generation(), head.snapshotSeq(), snapshot, keepAfterSeq);
    }

    private static Head adjustsTheSnapshot(
            DocumentStore good, Head requested, long expected, Snapshot snapshot, long keepAfterSeq) {
        Head head = good.heads(List.of(requested.document())).get(requested.document());
        Snapshot fitting = new Snapshot(Math.min(head.seq(), snapshot.seq()), snapshot.state());
        return good.compact(requested.document(), requested.generation(), expected, fitting, keepAfterSeq);
    }

    private static Head firstPartOnly(
            DocumentStore good, Head requested, long expected, Snapshot snapshot, long keepAfterSeq) {
        byte[] part = Arrays.copyOf(snapshot.state(), Math.min(1 << 20, snapshot.state().length));
        return good.compact(
                requested.document(),
                requested.generation(),
                expected,
                new Snapshot(snapshot.seq(), part),
                keepAfterSeq);
    }

    private static Head mixedParts(
            DocumentStore good, Head requested, long expected, Snapshot snapshot, long keepAfterSeq) {
        byte[] mixed = snapshot.state().clone();
        mixed[ThreadLocalRandom.current().nextInt(mixed.length)] ^= 1;
        return good.compact(
                requested.document(),
                requested.generation(),
                expected,
                new Snapshot(snapshot.seq(), mixed),
                keepAfterSeq);
    }

    /** Drops everything up to {@code keepAfterSeq}, however young. */
    private static final class HidesCompacted extends StoreDecorator {
        private long dropped;

        HidesCompacted(DocumentStore good) {
            super(good);
        }

        @Override
        public Head compact(
                DocumentId document, Generation generation, long expected, Snapshot snapshot, long keepAfterSeq) {
            dropped = keepAfterSeq;
            return good.compact(document, generation, expected, snapshot, 0);
        }

        @Override
        public Page read(DocumentId document, Generation generation, long afterSeq, int maxBytes) {
            boolean isDropped = afterSeq < dropped;
            return good.read(document, generation, isDropped ? NONE : afterSeq, maxBytes);
        }
    }
}
