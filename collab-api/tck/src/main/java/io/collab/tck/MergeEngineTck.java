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
import io.collab.spi.merge.Prepared;
import io.collab.spi.merge.Replica;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The rules of a {@link io.collab.spi.merge.MergeEngine}, 3xx in docs/spi.md. Extend it and give the engine, a client's
 * edits and the content of a document. Rules about updates in any order are left out for engines that ask for one
 * order.
 */
public abstract class MergeEngineTck extends MergeFixture {
    private static final int EDITS = 40;

    /** Everything else is in the methods that give the engine. */
    protected MergeEngineTck() {}

    /**
     * An engine's name is lower case ASCII of at most 32 characters, its format counts from 1.
     *
     * <p>If this fails, remember that both are written into every document.
     */
    @Test
    public void required_merge301_nameAndFormat() {
        assertTrue(engine().name().matches("[a-z][a-z0-9._-]{0,31}"), "the name is lower case ASCII");
        assertTrue(engine().formatVersion() >= 1, "formats count from 1");
    }

    /**
     * Preparing changes nothing that can be observed, whatever becomes of the submissions.
     *
     * <p>If this fails, check for caches that leak into the version, the snapshot or the content.
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

            assertEquals(before, state(replica), "a replica is as it was before it prepared");
        });
    }

    /**
     * Whatever order the commits come in, as long as causes come first, the documents end equal.
     *
     * <p>If this fails, look at concurrent edits at one place: their order must not depend on which came first.
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
     * Updates whose causes have not come are kept until they do: in any order at all the documents end equal, with
     * nothing missing.
     *
     * <p>If this fails, check that what is pending is tried again after every update, deletions included, and that it
     * is part of the snapshot.
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
     * What was integrated, or accepted earlier in the same batch, is a duplicate.
     *
     * <p>If this fails, check that known means integrated or pending, deletions included.
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
            assertInstanceOf(Prepared.Accepted.class, twice.get(0), "a fresh update is accepted");
            assertInstanceOf(Prepared.Duplicate.class, twice.get(1), "its repetition in the batch is a duplicate");
        });
    }

    /**
     * A replica covers exactly what brings nothing: every update it has, none that is fresh.
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
                assertFalse(replica.covers(commit.update()), "an update that is not there yet is not covered");
                replica.integrate(commit);
                assertTrue(replica.covers(commit.update()), "an update that is there is covered");
            }
            assertThrows(
                    ProtocolException.class, () -> replay(history.commits()).covers(Update.of(new byte[] {-1})));
        });
    }

    /**
     * What a diff gives brings a peer of any age up to date, part by part: each within the bound, none before its
     * causes.
     *
     * <p>If this fails, check how an update is cut: every part must be one by itself, and deletions must not get lost.
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
                        assertEquals(replica.missing(), peer.missing(), "no part comes before its causes");
                    }
                    assertSameDocument(replica, peer, "a peer that had " + known + " commits");
                }
            }
        });
    }

    /**
     * A peer that has everything gets an update that changes nothing; bytes that are no version are refused.
     *
     * <p>If this fails, check that the version is decoded within bounds.
     */
    @Test
    public void required_merge308_diffOfTheSameVersionHasNoNewContent() {
        assumeCausal();
        Seed.run(random -> {
            Replica replica = replay(history(EDITS, random).commits());
            for (Update part : replica.diff(replica.version(), 1 << 20)) {
                assertTrue(replica.covers(part), "a peer that has everything gets nothing new");
            }
            byte[] garbage = {-1, -1, -1};
            assertThrows(ProtocolException.class, () -> replica.diff(Version.of(garbage), 1 << 20), "no version");
        });
    }

    /**
     * A replica opened from a snapshot is the replica that wrote it, pending updates included, and goes on as it would
     * have.
     *
     * <p>If this fails, check what the snapshot leaves out: deletions, pending updates, positions of other engines'
     * clients.
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
                assertSameDocument(expected, reopened, "the log behind a snapshot at commit " + at);
            }
        });
    }

    /**
     * Bytes that cannot be read are rejected, not thrown, and leave everything as it was; what the log already has is
     * never reread so.
     *
     * <p>If this fails, check decoding for exceptions of the JDK, for errors of memory and stack, and for state that is
     * changed before the end is reached.
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
                assertTrue(prepared != null, "broken bytes have an answer");
            }
            assertEquals(before, state(replica), "a replica is as it was before it refused");
        });
    }

    /**
     * After the first rejected submission of a source its later ones in the batch are rejected too; other sources' are
     * not.
     *
     * <p>If this fails, check that the order of one client's edits is kept: the later ones may stand on the rejected
     * one.
     */
    @Test
    public void required_merge311_aRejectionAppliesToLaterSubmissionsOfItsSource() {
        Seed.run(random -> {
            Replica replica = replay(history(EDITS, random).commits());
            Submission bad = submission("client-0", Update.of(new byte[] {-1, -1, -1}));
            Submission behind = submission("client-0", edit(copy(replica), "client-0", random));
            Submission other = submission("client-1", edit(copy(replica), "client-1", random));

            List<Prepared> prepared = prepare(replica, List.of(bad, behind, other), List.of());

            assertInstanceOf(Prepared.Rejected.class, prepared.get(0), "bytes that cannot be read are rejected");
            assertInstanceOf(Prepared.Rejected.class, prepared.get(1), "so is what the same source sent behind them");
            assertInstanceOf(Prepared.Accepted.class, prepared.get(2), "another source's edit is accepted");
        });
    }

    /**
     * A batch is judged element by element: its accepted updates, integrated in order, give what one by one would give.
     *
     * <p>If this fails, check that an element is judged against the accepted ones before it, not only against the
     * replica.
     */
    @Test
    public void required_merge312_aBatchIsPreparedInOrder() {
        Seed.run(random -> {
            List<Commit> log = history(EDITS, random).commits();
            Replica together = replay(log);
            Replica apart = replay(log);
            List<Submission> batch = new ArrayList<>();
            for (int c = 0; c < CLIENTS; c++) {
                String source = "client-" + c;
                batch.add(submission(source, edit(copy(together), source, random)));
            }
            List<Prepared> prepared = prepare(together, batch, List.of());
            List<Commit> longer = new ArrayList<>(log);
            for (int i = 0; i < CLIENTS; i++) {
                long seq = EDITS + i + 1L;
                together.integrate(commit(seq, submission("client-" + i, accepted(prepared.get(i)))));
                Update alone = accepted(prepareOne(apart, batch.get(i), longer));
                Commit commit = commit(seq, submission("client-" + i, alone));
                apart.integrate(commit);
                longer.add(commit);
            }
            assertSameDocument(apart, together, "a batch and its elements one by one");
        });
    }

    /**
     * The merge of updates has the effect of all of them, for an engine that merges.
     *
     * <p>If this fails, check merging of updates that overlap, that delete, or that lack each other's causes.
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
     * Snapshots that cannot be read, and models that do not exist, are refused.
     *
     * <p>If this fails, check that a snapshot begins with something that tells it from other bytes.
     */
    @Test
    public void required_merge314_unreadableSnapshotsAndUnknownModelsAreRefused() {
        for (byte[] garbage : List.of(new byte[0], new byte[] {-1, -1, -1, -1}, new byte[] {1, -1, -1, -1})) {
            assertThrows(
                    CorruptDataException.class,
                    () -> engine().open(garbage),
                    "a snapshot of " + garbage.length + " bytes");
        }
        assertThrows(IllegalArgumentException.class, () -> empty().read(Thread.class), "a model that does not exist");
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
