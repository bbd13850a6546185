package io.collab.runtime.merge;

import io.collab.api.CollabException;
import io.collab.api.Commit;
import io.collab.api.CorruptDataException;
import io.collab.api.LimitExceededException;
import io.collab.api.ProtocolException;
import io.collab.api.Submission;
import io.collab.api.Update;
import io.collab.api.Version;
import io.collab.crdt.UpdateAdmission;
import io.collab.crdt.YDoc;
import io.collab.crdt.YDocOptions;
import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.update.DecodeLimits;
import io.collab.spi.merge.Dependency;
import io.collab.spi.merge.Prepared;
import io.collab.spi.merge.Replica;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/** One Yjs document in memory. Only {@link #integrate} and {@link #restore} change it. Not thread-safe. */
final class YjsReplica implements Replica {
    private final DecodeLimits limits;
    private final LongAdder ignoredBytes;
    private final YDoc doc;

    /** The missing structs whose deletions the last batch contained: client to lowest clock. */
    private Map<Long, Long> notDeleted = Map.of();

    /**
     * Creates an empty replica.
     *
     * @param ignoredBytes counts the bytes after the ends of updates
     */
    YjsReplica(DecodeLimits limits, LongAdder ignoredBytes) {
        this.limits = limits;
        this.ignoredBytes = ignoredBytes;
        this.doc = new YDoc(YDocOptions.replica());
    }

    /**
     * Restores a snapshot. The replica must be empty.
     *
     * @throws CorruptDataException if the snapshot cannot be read
     */
    void restore(byte[] snapshot) {
        restore(doc, snapshot);
    }

    static void restore(YDoc doc, byte[] snapshot) {
        if (snapshot.length == 0 || snapshot[0] != YjsEngine.FORMAT_VERSION) {
            throw new CorruptDataException("corrupt-snapshot", "the snapshot has an unknown version");
        }
        try {
            doc.applyUpdate(Arrays.copyOfRange(snapshot, 1, snapshot.length));
        } catch (DecodeException unreadable) {
            throw new CorruptDataException("corrupt-snapshot", "the snapshot cannot be read", unreadable);
        }
    }

    @Override
    public List<Prepared> prepare(List<Submission> submissions, List<Commit> history) {
        UpdateAdmission known = new UpdateAdmission(doc, limits);
        Map<String, CollabException> rejected = new HashMap<>();
        List<Prepared> results = new ArrayList<>(submissions.size());
        for (Submission submission : submissions) {
            String source = submission.operation().source();
            CollabException earlier = rejected.get(source);
            Prepared prepared = earlier == null ? evaluate(known, submission.update()) : new Prepared.Rejected(earlier);
            if (prepared instanceof Prepared.Rejected rejection) {
                rejected.put(source, rejection.reason());
            }
            results.add(prepared);
        }
        ignoredBytes.add(known.trailingBytes());
        notDeleted = known.missing();
        return results;
    }

    @Override
    public void integrate(Commit commit) {
        try {
            doc.applyUpdate(commit.update().bytes());
        } catch (DecodeException unreadable) {
            throw new CorruptDataException(
                    "corrupt-update", commit.document() + " cannot integrate commit " + commit.seq(), unreadable);
        }
    }

    @Override
    public boolean covers(Update update) {
        try {
            return new UpdateAdmission(doc, limits).covers(update.bytes());
        } catch (DecodeException unreadable) {
            throw refused(unreadable);
        }
    }

    @Override
    public Version version() {
        return Version.of(doc.encodeStateVector());
    }

    @Override
    public List<Update> diff(Version version, int maxBytes) {
        try {
            return doc.encodeStateAsUpdates(version.bytes(), maxBytes).stream()
                    .map(Update::of)
                    .toList();
        } catch (DecodeException unreadable) {
            throw refused(unreadable);
        }
    }

    @Override
    public List<Update> divide(Version before, Update change, int maxBytes) {
        return doc.encodeChangeAsUpdates(before.bytes(), change.bytes(), maxBytes).stream()
                .map(Update::of)
                .toList();
    }

    /**
     * {@inheritDoc}
     *
     * <p>Until the next batch is prepared, that includes the missing structs whose deletions the last one contained:
     * such deletions are not accepted, and the client that has both sends them again when it is asked.
     */
    @Override
    public Set<Dependency> missing() {
        if (!doc.hasPending() && notDeleted.isEmpty()) {
            return Set.of();
        }
        Set<Dependency> missing = new HashSet<>();
        doc.missing().forEach((client, clock) -> missing.add(new Dependency(client, clock)));
        if (!notDeleted.isEmpty()) {
            Map<Long, Long> state = doc.stateVector();
            notDeleted.forEach((client, clock) -> {
                if (state.getOrDefault(client, 0L) <= clock) {
                    missing.add(new Dependency(client, clock));
                }
            });
        }
        return missing;
    }

    @Override
    public byte[] snapshot() {
        byte[] state = doc.encodeStateAsUpdate();
        byte[] snapshot = new byte[state.length + 1];
        snapshot[0] = YjsEngine.FORMAT_VERSION;
        System.arraycopy(state, 0, snapshot, 1, state.length);
        return snapshot;
    }

    @Override
    public <D> D read(Class<D> model) {
        return model(doc, model);
    }

    static <D> D model(YDoc doc, Class<D> model) {
        if (model != YDoc.class) {
            throw new IllegalArgumentException(
                    "a Yjs document is used as " + YDoc.class.getName() + ", not as " + model);
        }
        return model.cast(doc);
    }

    private Prepared evaluate(UpdateAdmission known, Update update) {
        try {
            byte[] fresh = known.admit(update.bytes());
            return fresh == null ? new Prepared.Duplicate() : new Prepared.Accepted(Update.of(fresh));
        } catch (DecodeException unreadable) {
            return new Prepared.Rejected(rejected(unreadable));
        }
    }

    private CollabException rejected(DecodeException unreadable) {
        return unreadable.reason() == DecodeException.Reason.TOO_MUCH_DATA
                ? new LimitExceededException(
                        "update-too-large",
                        "what is inserted at once has at most " + limits.maxStructBytes() + " bytes")
                : refused(unreadable);
    }

    private static ProtocolException refused(DecodeException unreadable) {
        // what the log has under an id stays there, so the same change can never succeed
        String code = unreadable.reason() == DecodeException.Reason.CONFLICTING_CONTENT
                ? "conflicting-content"
                : "bad-update";
        return new ProtocolException(code, String.valueOf(unreadable.getMessage()), unreadable);
    }
}
