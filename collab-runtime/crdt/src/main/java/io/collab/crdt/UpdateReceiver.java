package io.collab.crdt;

import io.collab.crdt.update.DecodeLimits;
import io.collab.crdt.update.DeleteSet;
import io.collab.crdt.update.UpdateFormat;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes updates from elsewhere: mere typing and whole states by their short ways ({@link Typing}, {@link StateLoader}),
 * everything else struct by struct; and tries again what waits.
 */
final class UpdateReceiver implements Consumer<Transaction> {

    private final YDoc doc;
    private final IncomingUpdate incoming = new IncomingUpdate();
    private final UpdateIntegrator structs;
    private final DeletionIntegrator deletions;
    private final Typing typing;

    UpdateReceiver(YDoc doc, Transaction none) {
        this.doc = doc;
        this.structs = new UpdateIntegrator(doc, incoming, none);
        this.deletions = new DeletionIntegrator(doc);
        this.typing = new Typing(doc);
    }

    void apply(byte[] update, @Nullable Object origin, UpdateFormat format) {
        if (doc.isQuiet() && format == UpdateFormat.V1 && typing.apply(update)) {
            return;
        }
        if (doc.isQuiet() && update.length >= StateLoader.WORTHWHILE && doc.store.used() == 0) {
            StateLoader loader = new StateLoader(doc, deletions);
            if (loader.read(update, format)) {
                doc.transact(loader, origin, false);
                return;
            }
            incoming.read(loader.bytes(), DecodeLimits.TRUSTED, format.unfolded());
        } else {
            incoming.read(update, DecodeLimits.TRUSTED, format);
        }
        doc.transact(this, origin, false);
        incoming.release();
    }

    /** Integrates what was decoded, then what may go ahead because of it. */
    @Override
    public void accept(Transaction transaction) {
        transaction.markRemote();
        boolean retry = integrate(transaction);
        if (retry) {
            incoming.read(doc.pending.takeStructs(), DecodeLimits.TRUSTED, UpdateFormat.UNFOLDED);
            integrate(transaction);
        }
    }

    /** Integrates what was decoded; returns whether waiting structs may go ahead now. */
    private boolean integrate(Transaction transaction) {
        doc.store.reserve(incoming.rows);
        Pending pending = doc.pending;
        UpdateIntegrator.Rest rest = incoming.rows == 0 ? null : structs.integrate(transaction);
        boolean retry = false;
        if (!pending.isEmpty()) {
            for (Map.Entry<Long, Long> entry : pending.missing().entrySet()) {
                ClientStructs client = doc.store.clients.find(entry.getKey());
                retry |= client != null && entry.getValue() < client.state;
            }
        }
        pending.add(rest);
        DeleteSet unapplied = deletions.apply(transaction, incoming);
        DeleteSet waiting = pending.deletions();
        if (waiting != null) {
            DeleteSet still = deletions.apply(transaction, waiting);
            if (unapplied == null) {
                unapplied = still;
            } else if (still != null) {
                unapplied.addAll(still);
                unapplied.sortAndMerge();
            }
        }
        pending.setDeletions(unapplied);
        return retry;
    }
}
