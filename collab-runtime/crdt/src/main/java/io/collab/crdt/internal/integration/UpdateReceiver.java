package io.collab.crdt.internal.integration;

import io.collab.crdt.internal.store.RootTypes;
import io.collab.crdt.internal.store.StructStore;
import io.collab.crdt.internal.store.TransactionRecord;
import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.update.DecodeLimits;
import io.collab.crdt.update.DeleteSet;
import io.collab.crdt.update.UpdateFormat;
import org.jspecify.annotations.Nullable;

/**
 * Receives updates in two steps: decoding outside of a transaction, integration inside of one. A sequential insertion
 * ({@link SequentialInsertion}) and a whole state ({@link StateLoader}) have fast paths; any other update is integrated
 * struct by struct, and pending structs are retried. Not thread-safe.
 */
public final class UpdateReceiver {

    private final StructStore store;
    private final Integrator integrator;
    private final RootTypes roots;
    private final PendingUpdates pending;
    private final IncomingUpdate incoming = new IncomingUpdate();
    private final UpdateIntegrator structs;
    private final DeletionIntegrator deletions;
    private final SequentialInsertion sequential;

    /** A decoded state to be linked in the next transaction, or null. */
    private @Nullable StateLoader loaded;

    public UpdateReceiver(Integrator integrator, RootTypes roots, PendingUpdates pending, boolean formattingCleanup) {
        this.store = integrator.store;
        this.integrator = integrator;
        this.roots = roots;
        this.pending = pending;
        this.structs = new UpdateIntegrator(integrator, roots, incoming);
        this.deletions = new DeletionIntegrator(integrator);
        this.sequential = new SequentialInsertion(store, formattingCleanup);
    }

    /**
     * Applies an update that only makes the last run of its client longer, if no transaction runs, no listener exists
     * and nothing is pending.
     *
     * @return false if it is another update; nothing is changed then
     */
    public boolean applySequential(byte[] update, UpdateFormat format) {
        return format == UpdateFormat.V1 && sequential.apply(update);
    }

    /**
     * Decodes and verifies an update; {@link #integrate} must follow.
     *
     * @param quiet whether no transaction runs, no listener exists and nothing is pending
     * @throws DecodeException if it is malformed; nothing is changed then
     */
    public void decode(byte[] update, UpdateFormat format, boolean quiet) {
        if (!quiet || update.length < StateLoader.MIN_BYTES || store.used() > 0) {
            incoming.read(update, DecodeLimits.TRUSTED, format);
            return;
        }
        StateLoader loader = new StateLoader(integrator, roots, deletions);
        if (loader.read(update, format)) {
            loaded = loader;
        } else {
            incoming.read(loader.bytes(), DecodeLimits.TRUSTED, format.unfolded());
        }
    }

    /**
     * Integrates the decoded update, then pending structs whose dependencies arrived.
     *
     * @param observed whether observers of types or listeners for finished transactions exist
     */
    public void integrate(TransactionRecord transaction, boolean observed) {
        transaction.local = false;
        StateLoader loader = loaded;
        if (loader != null) {
            loaded = null;
            loader.link(transaction);
        } else if (integrateIncoming(transaction, observed)) {
            incoming.read(pending.removeStructs(), DecodeLimits.TRUSTED, UpdateFormat.UNFOLDED);
            integrateIncoming(transaction, observed);
        }
    }

    /** Releases the decoded update; memory that only a large one needs is freed. */
    public void release() {
        incoming.release();
    }

    /** Integrates the decoded update; returns whether pending structs may be integrated now. */
    private boolean integrateIncoming(TransactionRecord transaction, boolean observed) {
        store.reserve(incoming.rows);
        UpdateIntegrator.Rest rest = incoming.rows == 0 ? null : structs.integrate(transaction, observed);
        boolean retry = pending.mayIntegrate(store);
        pending.add(rest);
        DeleteSet unapplied = deletions.apply(transaction, incoming);
        if (pending.canDelete(store)) {
            DeleteSet before = pending.deletions();
            pending.setDeletions(before == null ? null : deletions.apply(transaction, before));
        }
        pending.addDeletions(unapplied);
        return retry;
    }
}
