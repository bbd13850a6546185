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

/** Stores that are wrong about reading and compacting. */
final class BrokenReads {
    private BrokenReads() {}

    /** Reads in its own way. */
    @FunctionalInterface
    private interface Reading {
        Page read(DocumentStore good, Head asked, long afterSeq, int maxBytes);
    }

    /** Compacts in its own way. */
    @FunctionalInterface
    private interface Compacting {
        Head compact(DocumentStore good, Head asked, long expected, Snapshot snapshot, long keepAfterSeq);
    }

    static Map<Integer, Broken> reads() {
        Map<Integer, Broken> broken = new HashMap<>();
        broken.put(430, new Broken(reading(BrokenReads::nothingFromNone), "the whole log"));
        broken.put(
                431,
                new Broken(
                        reading((good, asked, after, max) -> read(good, asked, Math.max(after - 1, -1), max)),
                        "from the next one on"));
        broken.put(
                432, new Broken(reading((good, asked, after, max) -> read(good, asked, after, 1 << 30)), "at most: "));
        broken.put(433, new Broken(reading(BrokenReads::anyGeneration), "there is no such generation"));
        broken.put(440, new Broken(reading(BrokenReads::withoutSnapshot), "begins with a snapshot"));
        broken.put(441, new Broken(compacting(BrokenReads::whateverIsExpected), "does not hold at 2"));
        broken.put(442, new Broken(HidesCompacted::new, "still there"));
        broken.put(
                443,
                new Broken(
                        compacting((good, asked, expected, snapshot, keep) ->
                                good.compact(asked.document(), asked.generation(), expected, snapshot, 0)),
                        "begins with a snapshot"));
        broken.put(444, new Broken(HidesCompacted::new, "commit 4 is young"));
        broken.put(445, new Broken(reading(BrokenReads::withoutSnapshot), "begins with a snapshot"));
        broken.put(446, new Broken(compacting(BrokenReads::bentIntoShape), "a snapshot ahead of the head"));
        broken.put(447, new Broken(compacting(BrokenReads::firstPartOnly), "comes back as it was"));
        return broken;
    }

    static Map<Integer, Broken> races() {
        Map<Integer, Broken> broken = new HashMap<>();
        broken.put(450, new Broken(reading(BrokenReads::notYetVisible), "no commit before those numbered lower"));
        broken.put(455, new Broken(reading(BrokenReads::oldHead), "a page does not reach beyond its head"));
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
                Head asked = new Head(document, generation, "", 1, 0, 0);
                return way.compact(good, asked, expected, snapshot, keepAfterSeq);
            }
        };
    }

    private static Page read(DocumentStore good, Head asked, long afterSeq, int maxBytes) {
        return good.read(asked.document(), asked.generation(), afterSeq, maxBytes);
    }

    private static Page nothingFromNone(DocumentStore good, Head asked, long afterSeq, int maxBytes) {
        Page page = read(good, asked, afterSeq, maxBytes);
        return afterSeq == DocumentStore.NONE ? new Page(page.head(), page.snapshot(), List.of()) : page;
    }

    private static Page anyGeneration(DocumentStore good, Head asked, long afterSeq, int maxBytes) {
        Head head = good.heads(List.of(asked.document())).get(asked.document());
        return read(good, head == null ? asked : head, afterSeq, maxBytes);
    }

    private static Page withoutSnapshot(DocumentStore good, Head asked, long afterSeq, int maxBytes) {
        Page page = read(good, asked, afterSeq, maxBytes);
        return new Page(page.head(), null, page.commits());
    }

    /** A commit becomes visible before the one that is numbered lower. */
    private static Page notYetVisible(DocumentStore good, Head asked, long afterSeq, int maxBytes) {
        Page page = read(good, asked, afterSeq, maxBytes);
        List<Commit> commits = new ArrayList<>(page.commits());
        if (commits.size() > 1) {
            commits.remove(commits.size() - 2);
        }
        return new Page(page.head(), page.snapshot(), commits);
    }

    /** The head is read before the commits, and others commit in between. */
    private static Page oldHead(DocumentStore good, Head asked, long afterSeq, int maxBytes) {
        Page page = read(good, asked, afterSeq, maxBytes);
        Head head = page.head();
        Head old = new Head(
                head.document(), head.generation(), head.engine(), head.formatVersion(), 0, head.snapshotSeq());
        return new Page(old, page.snapshot(), page.commits());
    }

    private static Head whateverIsExpected(
            DocumentStore good, Head asked, long expected, Snapshot snapshot, long keepAfterSeq) {
        Head head = good.heads(List.of(asked.document())).get(asked.document());
        return good.compact(asked.document(), asked.generation(), head.snapshotSeq(), snapshot, keepAfterSeq);
    }

    private static Head bentIntoShape(
            DocumentStore good, Head asked, long expected, Snapshot snapshot, long keepAfterSeq) {
        Head head = good.heads(List.of(asked.document())).get(asked.document());
        Snapshot fitting = new Snapshot(Math.min(head.seq(), snapshot.seq()), snapshot.state());
        return good.compact(asked.document(), asked.generation(), expected, fitting, keepAfterSeq);
    }

    private static Head firstPartOnly(
            DocumentStore good, Head asked, long expected, Snapshot snapshot, long keepAfterSeq) {
        byte[] part = Arrays.copyOf(snapshot.state(), Math.min(1 << 20, snapshot.state().length));
        return good.compact(
                asked.document(), asked.generation(), expected, new Snapshot(snapshot.seq(), part), keepAfterSeq);
    }

    private static Head mixedParts(
            DocumentStore good, Head asked, long expected, Snapshot snapshot, long keepAfterSeq) {
        byte[] mixed = snapshot.state().clone();
        mixed[ThreadLocalRandom.current().nextInt(mixed.length)] ^= 1;
        return good.compact(
                asked.document(), asked.generation(), expected, new Snapshot(snapshot.seq(), mixed), keepAfterSeq);
    }

    /** Drops what it is asked to, however young. */
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
            boolean isGone = afterSeq < dropped;
            return good.read(document, generation, isGone ? NONE : afterSeq, maxBytes);
        }
    }
}
