package io.collab.spi.merge;

import io.collab.api.Commit;
import io.collab.api.CorruptDataException;
import io.collab.api.ProtocolException;
import io.collab.api.Submission;
import io.collab.api.Update;
import io.collab.api.Version;
import java.util.List;
import java.util.Set;

/**
 * One document in memory. Its state is the result of {@link #integrate} for each commit after a snapshot, and of
 * nothing else (invariant I0).
 *
 * <p>Implemented by engines and created by {@link MergeEngine#open}. Not thread-safe: one thread at a time. No method
 * blocks.
 */
public interface Replica {
    /**
     * Evaluates a batch of submissions: decodes them, checks bounds, reduces them to new content, and transforms them
     * if the engine does that. Changes no observable state. Does not throw for malformed submissions.
     *
     * <p>Each submission is evaluated against the replica and the accepted submissions before it. After the first
     * rejected submission of a source, its later submissions are rejected too.
     *
     * @param submissions the submissions of any number of sources, in order
     * @param history the commits that an earlier {@link Prepared.NeedsHistory} requested, in order; otherwise empty
     * @return one result per submission, in the order of {@code submissions}
     */
    List<Prepared> prepare(List<Submission> submissions, List<Commit> history);

    /**
     * Integrates the next commit of the log. An update with missing dependencies becomes pending.
     *
     * @param commit the commit
     * @throws CorruptDataException if the commit cannot be integrated; the replica must not be used afterwards
     */
    void integrate(Commit commit);

    /**
     * Returns whether an update has no new content: all of it, including deletions, is integrated or pending.
     *
     * @param update an update of a peer
     * @throws ProtocolException if the bytes are not an update
     */
    boolean covers(Update update);

    /** Returns the version of the integrated content. */
    Version version();

    /**
     * Returns the content that a peer lacks, in causal order.
     *
     * @param version the version of the peer
     * @param maxBytes the maximum size of one part in bytes; only an indivisible part may be larger
     * @return at least one part; one update without new content if the peer lacks nothing
     * @throws ProtocolException if the bytes are not a version
     */
    List<Update> diff(Version version, int maxBytes);

    /**
     * Divides a large change for peers that have everything before it.
     *
     * @param before the version before the change
     * @param change the merged updates of all commits that were integrated since
     * @param maxBytes the maximum size of one part in bytes; only an indivisible part may be larger
     * @return at least one part, in causal order; by default the change itself
     */
    default List<Update> divide(Version before, Update change, int maxBytes) {
        return List.of(change);
    }

    /**
     * Returns the dependencies that must arrive before all pending updates can be applied; empty if none is pending.
     */
    Set<Dependency> missing();

    /** Returns the complete state, including pending updates, in the format of the engine that created this replica. */
    byte[] snapshot();

    /**
     * Returns the document as a model for application code. The model may be the state of the replica itself, so the
     * replica must not be used afterwards.
     *
     * @param <D> the type of the model
     * @param model the class of the model
     * @throws IllegalArgumentException if the engine has no such model
     */
    <D> D read(Class<D> model);
}
