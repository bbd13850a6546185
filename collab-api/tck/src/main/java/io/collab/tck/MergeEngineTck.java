package io.collab.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.collab.api.Commit;
import io.collab.api.CorruptDataException;
import io.collab.api.ProtocolException;
import io.collab.api.Submission;
import io.collab.api.Update;
import io.collab.api.Version;
import io.collab.spi.merge.Draft;
import io.collab.spi.merge.Prepared;
import io.collab.spi.merge.Replica;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The rules of a {@link io.collab.spi.merge.MergeEngine}, 3xx in docs/spi.md. Extend it and provide the engine, the
 * edits of a client and the content of a document. Rules about causal order are skipped for engines that need a total
 * order.
 */
public abstract class MergeEngineTck extends MergeFixture {
    private static final int EDITS = 40;

    /** The engine comes from {@link #engine()}. */
    protected MergeEngineTck() {}

    /**
     * The name of an engine is lower-case ASCII of at most 32 characters, and its format versions start at 1.
     *
     * <p>If this fails, remember that both are stored with every document.
     */
    @Test
    public void required_merge301_nameAndFormat() {
        assertTrue(engine().name().matches("[a-z][a-z0-9._-]{0,31}"), "the name is lower-case ASCII");
        assertTrue(engine().formatVersion() >= 1, "format versions start at 1");
    }

    /**
     * Preparing changes no observable state, whatever happens to the submissions.
     *
     * <p>If this fails, check for caches that affect the version, the snapshot or the content.
     */
    @Test
    public void required_merge302_prepareChangesNothing() {
        Seed.run(random -> {
            History history = history(EDITS, random);
            Replica replica = replay(history.commits());
            List<Object> before = state(replica);
            List<Submission> batch = new ArrayList<>();
            for (int c = 0; c < CLIENTS; c++) {
                String source = "client-" + c;
                batch.add(submission(source, edit(copy(replica), source, random)));
            }
            batch.add(submission("garbage", Update.of(new byte[] {-1, -1, -1})));

            prepare(replica, batch, List.of());

            assertEquals(before, state(replica), "prepare has changed the replica");
        });
    }

    /**
     * In any causal order of the commits, the documents are equal at the end.
     *
     * <p>If this fails, examine concurrent edits at one position: their order must not depend on their arrival.
     */
    @Test
    public void required_merge303_convergesUnderPermutedDelivery() {
        assumeCausal();
        Seed.run(random -> {
            History history = history(EDITS, random);
            Replica expected = replay(history.commits());
            for (int round = 0; round < 10; round++) {
                assertSameDocument(expected, replay(permuted(history, random)), "commits in another causal order");
            }
        });
    }

    /**
     * Updates with missing dependencies are kept until these arrive: in any order the documents are equal at the end,
     * with no missing dependency.
     *
     * <p>If this fails, check that pending updates, including deletions, are tried again after every update, and that
     * they are part of the snapshot.
     */
    @Test
    public void required_merge304_convergesWhenDependenciesArriveLate() {
        assumeCausal();
        Seed.run(random -> {
            History history = history(EDITS, random);
            Replica expected = replay(history.commits());
            List<Commit> shuffled = new ArrayList<>(history.commits());
            Collections.shuffle(shuffled, random);
            Replica replica = empty();
            for (Commit commit : shuffled) {
                replica.integrate(commit);
                if (random.nextInt(5) == 0) {
                    replica = copy(replica);
                }
            }
            assertSameDocument(expected, replica, "commits in any order");
        });
    }

    /**
     * An update that was integrated, or accepted earlier in the same batch, is a duplicate.
     *
     * <p>If this fails, check that known means integrated or pending, including deletions.
     */
    @Test
    public void required_merge305_aKnownUpdateIsADuplicate() {
        assumeCausal();
        Seed.run(random -> {
            History history = history(EDITS, random);
            Replica replica = replay(history.commits());
            for (Commit commit : history.commits()) {
                Prepared prepared = prepareOne(replica, submission("again", commit.update()), history.commits());
                assertInstanceOf(Prepared.Duplicate.class, prepared, "an integrated update is a duplicate");
            }
            Update fresh = edit(copy(replica), "client-0", random);
            List<Prepared> twice =
                    prepare(replica, List.of(submission("client-0", fresh), submission("again", fresh)), List.of());
            assertInstanceOf(Prepared.Accepted.class, twice.get(0), "a new update is accepted");
            assertInstanceOf(Prepared.Duplicate.class, twice.get(1), "its repetition in the batch is a duplicate");
        });
    }

    /**
     * A replica covers exactly the updates without new content: every update that it has, and no new one.
     *
     * <p>If this fails, check updates that only delete: a state vector does not show them.
     */
    @Test
    public void required_merge306_coversExactlyTheKnownUpdates() {
        assumeCausal();
        Seed.run(random -> {
            History history = history(EDITS, random);
            Replica replica = empty();
            for (Commit commit : history.commits()) {
                assertFalse(replica.covers(commit.update()), "an unknown update is not covered");
                replica.integrate(commit);
                assertTrue(replica.covers(commit.update()), "a known update is covered");
            }
            assertThrows(
                    ProtocolException.class, () -> replay(history.commits()).covers(Update.of(new byte[] {-1})));
        });
    }

    /**
     * A diff brings a peer of any version up to date, part by part: each part is within the bound, and none comes
     * before its dependencies.
     *
     * <p>If this fails, check how an update is divided: every part must be an update by itself, and deletions must not
     * be lost.
     */
    @Test
    public void required_merge307_diffBringsAPeerUpToDate() {
        assumeCausal();
        Seed.run(random -> {
            History history = history(EDITS, random);
            Replica replica = replay(history.commits());
            int largest = history.commits().stream()
                    .mapToInt(commit -> commit.update().size())
                    .max()
                    .orElse(0);
            for (int known : List.of(0, 1, EDITS / 2, EDITS - 1, EDITS)) {
                for (int maxBytes : List.of(largest, 4 * largest, 1 << 20)) {
                    Replica peer = replay(history.commits().subList(0, known));
                    List<Update> parts = replica.diff(peer.version(), maxBytes);
                    assertFalse(parts.isEmpty(), "a diff has at least one part");
                    for (Update part : parts) {
                        assertTrue(
                                parts.size() == 1 || part.size() <= maxBytes,
                                "a part is within its bound of " + maxBytes + " bytes: " + part.size());
                        peer.integrate(commit(1, submission("diff", part)));
                        assertEquals(replica.missing(), peer.missing(), "no part comes before its dependencies");
                    }
                    assertSameDocument(replica, peer, "a peer that had " + known + " commits");
                }
            }
        });
    }

    /**
     * A peer with the same version gets an update that changes nothing. Bytes that are not a version are refused.
     *
     * <p>If this fails, check that the version is decoded within bounds.
     */
    @Test
    public void required_merge308_diffOfTheSameVersionHasNoNewContent() {
        assumeCausal();
        Seed.run(random -> {
            Replica replica = replay(history(EDITS, random).commits());
            for (Update part : replica.diff(replica.version(), 1 << 20)) {
                assertTrue(replica.covers(part), "a peer with the same version gets nothing new");
            }
            byte[] garbage = {-1, -1, -1};
            assertThrows(
                    ProtocolException.class,
                    () -> replica.diff(Version.of(garbage), 1 << 20),
                    "bytes that are not a version");
        });
    }

    /**
     * A replica opened from a snapshot equals the replica that wrote it, including pending updates, and behaves the
     * same afterwards.
     *
     * <p>If this fails, check what the snapshot omits: deletions, pending updates, positions of the clients of other
     * engines.
     */
    @Test
    public void required_merge309_snapshotRoundTrip() {
        Seed.run(random -> {
            History history = history(EDITS, random);
            Replica expected = replay(history.commits());
            for (int at = 0; at <= EDITS; at += 5) {
                Replica before = replay(history.commits().subList(0, at));
                Replica reopened = copy(before);
                assertSameDocument(before, reopened, "a snapshot at commit " + at);
                history.commits().subList(at, EDITS).forEach(reopened::integrate);
                assertSameDocument(expected, reopened, "the log after a snapshot at commit " + at);
            }
        });
    }

    /**
     * Malformed bytes are rejected without an exception and change nothing.
     *
     * <p>If this fails, check the decoder for exceptions of the JDK, for exhausted memory and stack, and for state that
     * is changed before the end is reached.
     */
    @Test
    public void required_merge310_malformedBytesAreRejectedWithoutSideEffects() {
        Seed.run(random -> {
            History history = history(EDITS, random);
            Replica replica = replay(history.commits());
            List<Object> before = state(replica);
            for (int round = 0; round < 300; round++) {
                Update bytes =
                        broken(history.commits().get(random.nextInt(EDITS)).update(), random);
                Prepared prepared = prepare(replica, List.of(submission("evil-" + round, bytes)), List.of())
                        .get(0);
                assertTrue(prepared != null, "malformed bytes have a result");
            }
            assertEquals(before, state(replica), "a rejection has changed the replica");
        });
    }

    /**
     * After the first rejected submission of a source its later ones in the batch are rejected too; those of other
     * sources are not.
     *
     * <p>If this fails, check that the order of the edits of one client is kept: a later one may depend on the rejected
     * one.
     */
    @Test
    public void required_merge311_aRejectionAppliesToLaterSubmissionsOfItsSource() {
        Seed.run(random -> {
            Replica replica = replay(history(EDITS, random).commits());
            Submission bad = submission("client-0", Update.of(new byte[] {-1, -1, -1}));
            Submission later = submission("client-0", edit(copy(replica), "client-0", random));
            Submission other = submission("client-1", edit(copy(replica), "client-1", random));

            List<Prepared> prepared = prepare(replica, List.of(bad, later, other), List.of());

            assertInstanceOf(Prepared.Rejected.class, prepared.get(0), "bytes that cannot be read are rejected");
            assertInstanceOf(
                    Prepared.Rejected.class,
                    prepared.get(1),
                    "the later submission of the same source is rejected too");
            assertInstanceOf(Prepared.Accepted.class, prepared.get(2), "the edit of another source is accepted");
        });
    }

    /**
     * A batch is evaluated element by element: its accepted updates, integrated in order, have the result of preparing
     * and integrating them one by one.
     *
     * <p>If this fails, check that an element is evaluated against the accepted ones before it, and not only against
     * the replica.
     */
    @Test
    public void required_merge312_aBatchIsPreparedInOrder() {
        Seed.run(random -> {
            List<Commit> log = history(EDITS, random).commits();
            Replica batched = replay(log);
            Replica single = replay(log);
            List<Submission> batch = new ArrayList<>();
            for (int c = 0; c < CLIENTS; c++) {
                String source = "client-" + c;
                batch.add(submission(source, edit(copy(batched), source, random)));
            }
            List<Prepared> prepared = prepare(batched, batch, List.of());
            List<Commit> longer = new ArrayList<>(log);
            for (int i = 0; i < CLIENTS; i++) {
                long seq = EDITS + i + 1L;
                batched.integrate(commit(seq, submission("client-" + i, accepted(prepared.get(i)))));
                Update alone = accepted(prepareOne(single, batch.get(i), longer));
                Commit commit = commit(seq, submission("client-" + i, alone));
                single.integrate(commit);
                longer.add(commit);
            }
            assertSameDocument(single, batched, "a batch and its elements one by one");
        });
    }

    /**
     * A merged update has the effect of all its parts, if the engine merges.
     *
     * <p>If this fails, check the merge of updates that overlap, that delete, or that lack each other's dependencies.
     */
    @Test
    public void required_merge313_mergeHasTheEffectOfAllUpdates() {
        assumeCausal();
        Seed.run(random -> {
            History history = history(EDITS, random);
            List<Update> updates =
                    history.commits().stream().map(Commit::update).toList();
            assumeTrue(engine().merge(updates) != null, "this engine does not merge");
            Replica merged = empty();
            int from = 0;
            while (from < EDITS) {
                int to = Math.min(EDITS, from + 1 + random.nextInt(9));
                Update one = engine().merge(updates.subList(from, to));
                assertTrue(one != null, "an engine that merges always merges");
                merged.integrate(commit(from + 1L, submission("merged", one)));
                from = to;
            }
            assertSameDocument(replay(history.commits()), merged, "merged updates");
        });
    }

    /**
     * Unreadable snapshots and unknown models are refused.
     *
     * <p>If this fails, check that a snapshot starts with something that distinguishes it from other bytes.
     */
    @Test
    public void required_merge314_unreadableSnapshotsAndUnknownModelsAreRefused() {
        for (byte[] garbage : List.of(new byte[0], new byte[] {-1, -1, -1, -1}, new byte[] {1, -1, -1, -1})) {
            assertThrows(
                    CorruptDataException.class,
                    () -> engine().open(garbage),
                    "a snapshot of " + garbage.length + " bytes");
        }
        assertThrows(IllegalArgumentException.class, () -> empty().read(Thread.class), "an unknown model");
    }

    /**
     * A draft is a copy: changing it does not change the document, and its update is accepted by the document and by those that
     * others have changed at the same time.
     *
     * <p>If this fails, check that each draft writes under an identity of its own.
     */
    @Test
    public void optional_merge315_draftsAreWritersOfTheirOwn() {
        assumeDrafts();
        Seed.run(random -> {
            Replica replica = replay(history(EDITS, random).commits());
            List<Object> before = state(replica);
            Update one = change(draftOf(replica), random);
            Update other = change(draftOf(replica), random);
            assertEquals(before, state(replica), "a draft has changed the document");
            Replica oneFirst = copy(replica);
            List<Submission> batch = List.of(submission("one", one), submission("other", other));
            for (Prepared prepared : prepare(oneFirst, batch, List.of())) {
                assertTrue(prepared instanceof Prepared.Accepted, "the change of a draft is accepted: " + prepared);
            }
            for (int i = 0; i < batch.size(); i++) {
                oneFirst.integrate(commit(EDITS + 1 + i, batch.get(i)));
            }
            assertTrue(oneFirst.covers(one) && oneFirst.covers(other), "both changes are in the document");
            assertFalse(content(copy(oneFirst)).equals(content(copy(replica))), "the content has changed");
        });
    }

    /**
     * Equal changes of two empty drafts for first content have equal bytes.
     *
     * <p>If this fails, look for random ids and for times in the update.
     */
    @Test
    public void optional_merge316_firstContentIsDeterministic() {
        assumeDrafts();
        Seed.run(random -> {
            long seed = random.nextLong();
            Update one = change(engine().seed(), new Random(seed));
            Update other = change(engine().seed(), new Random(seed));
            assertEquals(one, other, "the same first content");
        });
    }

    private Draft draftOf(Replica replica) {
        return engine().draft(replica.snapshot());
    }

    private void assumeDrafts() {
        try {
            assumeTrue(change(draftOf(empty()), new Random(1)) != null, "the kit cannot change a draft");
        } catch (UnsupportedOperationException none) {
            assumeTrue(false, "this engine has no drafts");
        }
    }

    private static Update broken(Update good, Random random) {
        byte[] bytes = good.bytes().clone();
        if (bytes.length == 0 || random.nextInt(4) == 0) {
            byte[] noise = new byte[random.nextInt(40)];
            random.nextBytes(noise);
            return Update.of(noise);
        }
        if (random.nextBoolean()) {
            return Update.of(Arrays.copyOf(bytes, random.nextInt(bytes.length)));
        }
        for (int flips = random.nextInt(4); flips >= 0; flips--) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return Update.of(bytes);
    }
}
