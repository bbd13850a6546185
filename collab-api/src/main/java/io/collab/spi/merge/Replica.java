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
 * One document in memory: the fold of {@link #integrate} over a snapshot and the commits after it, and nothing else
 * (invariant I0). Not thread-safe: one thread at a time.
 */
public interface Replica {
    /**
     * Judges a batch and changes nothing that can be observed: decodes, checks bounds, canonicalises, transforms. Element
     * {@code i} is judged against the replica and the accepted elements before it; after the first rejected element of a
     * source its later elements are rejected too.
     *
     * @param history commits that an earlier {@link Prepared.Behind} asked for, in order; otherwise empty
     * @return one answer per submission, in order
     */
    List<Prepared> prepare(List<Submission> submissions, List<Commit> history);

    /**
     * Takes the next commit of the log.
     *
     * @throws CorruptDataException when it cannot be integrated; the replica is not to be used any more
     */
    void integrate(Commit commit);

    /**
     * Whether an update brings nothing: everything in it is known, integrated or pending, deletions included.
     *
     * @throws ProtocolException when the bytes are not an update
     */
    boolean covers(Update update);

    /** What this replica has. */
    Version version();

    /**
     * What a peer lacks, in causal order.
     *
     * @param version what the peer has
     * @param maxBytes the most bytes of one part; only what cannot be divided is larger
     * @return at least one part; an empty update when the peer has everything
     * @throws ProtocolException when the bytes are not a version
     */
    List<Update> diff(Version version, int maxBytes);

    /** What is missing before all that is pending can take effect; empty when nothing is pending. */
    Set<Dependency> missing();

    /** The whole state, pending included, in the format of the engine that made this replica. */
    byte[] snapshot();

    /**
     * The document as a model for application code. The model may be the replica's own state: the caller gives the replica
     * up.
     *
     * @throws IllegalArgumentException when the engine has no such model
     */
    <D> D read(Class<D> model);
}
