package io.collab.crdt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs the transactions of a document, finishes them in the order in which they began, and tells whoever wants to know.
 * What listeners change meanwhile is a transaction that is finished later.
 */
final class Transactions {

    private final YDoc doc;
    private final Transaction recycled;
    private final TransactionCleanup cleanup;
    private final TransactionEncoder transactionEncoder;
    private UpdateListener[] listeners = {};
    private UpdateListener[] listenersV2 = {};
    private final List<Consumer<Transaction>> transactionListeners = new ArrayList<>();
    private final Subdocuments subdocuments = new Subdocuments();
    private final List<Transaction> queue = new ArrayList<>();
    private @Nullable Transaction current;
    private int transactions;
    private int observers;

    Transactions(YDoc doc) {
        this.doc = doc;
        this.recycled = new Transaction(doc, null, false, 0);
        this.cleanup = new TransactionCleanup(doc.store);
        this.transactionEncoder = new TransactionEncoder(doc);
    }

    /** Returns the transaction that is used again whenever nobody can have kept it. */
    Transaction recycled() {
        return recycled;
    }

    Subdocuments subdocuments() {
        return subdocuments;
    }

    Runnable onUpdate(UpdateListener listener) {
        listeners = with(listeners, listener);
        return new Once(() -> listeners = without(listeners, listener));
    }

    Runnable onUpdateV2(UpdateListener listener) {
        listenersV2 = with(listenersV2, listener);
        return new Once(() -> listenersV2 = without(listenersV2, listener));
    }

    Runnable onAfterTransaction(Consumer<Transaction> listener) {
        transactionListeners.add(listener);
        observers(1);
        return new Once(() -> {
            if (transactionListeners.remove(listener)) {
                observers(-1);
            }
        });
    }

    /** Forgets all listeners; observers of types stay. */
    void forgetListeners() {
        listeners = new UpdateListener[0];
        listenersV2 = new UpdateListener[0];
        observers(-transactionListeners.size());
        transactionListeners.clear();
        subdocuments.listeners().clear();
    }

    /** Returns whether anyone gets to see transactions before their structs are merged. */
    boolean isObserved() {
        return observers > 0;
    }

    /** Returns whether a transaction runs, or has ended and its listeners are being called. */
    boolean isFinishing() {
        return !queue.isEmpty();
    }

    /** Returns whether no transaction runs and nobody wants to hear of one. */
    boolean isQuiet() {
        return current == null && queue.isEmpty() && listeners.length == 0 && listenersV2.length == 0 && observers == 0;
    }

    /** Counts observers: of types, of finished transactions. */
    void observers(int more) {
        observers += more;
    }

    /**
     * Runs changes as one transaction, or as part of the one that is running.
     *
     * @param open whether the changes are a function of the application, which may begin to observe meanwhile
     */
    void run(Consumer<Transaction> changes, @Nullable Object origin, boolean local, boolean open) {
        Transaction running = current;
        if (running != null) {
            changes.accept(running);
            return;
        }
        Transaction transaction = newTransaction(origin, local, open);
        current = transaction;
        queue.add(transaction);
        Failures failures = new Failures();
        try {
            changes.accept(transaction);
        } catch (RuntimeException | Error e) {
            failures.add(e);
        }
        current = null;
        if (queue.get(0) == transaction) {
            finishQueue(failures);
        }
        failures.throwFirst();
    }

    /** Returns the recycled transaction; a fresh one if that is at work, or for an undo manager, which tells of it later. */
    private Transaction newTransaction(@Nullable Object origin, boolean local, boolean open) {
        int number = ++transactions;
        if (!queue.isEmpty() || origin instanceof UndoManager) {
            return new Transaction(doc, origin, local, number);
        }
        recycled.reuse(number, origin, local, !open && !isObserved());
        return recycled;
    }

    /** Finishes transactions in order; listeners may add new ones meanwhile. */
    private void finishQueue(Failures failures) {
        try {
            finishAll(failures);
        } finally {
            queue.clear(); // whatever happens: the next transaction must find itself the first
        }
    }

    private void finishAll(Failures failures) {
        for (int i = 0; i < queue.size(); i++) {
            Transaction transaction = queue.get(i);
            for (YSubdocument subdocument : transaction.departed()) {
                Transaction departure = new Transaction(doc, null, true, ++transactions);
                departure.subdocuments().removed(subdocument);
                finish(departure, i, failures);
            }
            finish(transaction, i, failures);
        }
    }

    private void addLater(Transaction transaction, int index) {
        if (index + 1 < queue.size()) {
            transaction.addLater(queue.subList(index + 1, queue.size()));
        }
    }

    private void finish(Transaction transaction, int index, Failures failures) {
        addLater(transaction, index);
        transaction.close();
        if (callObservers(transaction, failures)) {
            new FormattingCleanup(doc, transaction).run();
        }
        if (transaction.mayMerge) {
            if (doc.options.gc()) {
                cleanup.collectGarbage(transaction);
            }
            cleanup.merge(transaction);
        }
        if (!transaction.local() && transaction.changes(doc.clientId())) {
            failures.run(() -> doc.setClientId(doc.options.clientIds().getAsLong()));
        }
        if (listeners.length > 0) {
            addLater(transaction, index);
            tell(listeners, transactionEncoder.encode(transaction), transaction, failures);
        }
        if (listenersV2.length > 0) {
            addLater(transaction, index);
            tell(listenersV2, transactionEncoder.encodeV2(transaction), transaction, failures);
        }
        SubdocumentChanges changes = transaction.changedSubdocuments();
        if (changes != null) {
            subdocuments.apply(transaction, changes, failures);
            destroyAll(changes.removed(), failures);
        }
    }

    /**
     * Destroys subdocuments that went. As in Yjs, each has a transaction for that; those without a document of their own
     * share one place in the queue, and have none if nobody listens.
     */
    private void destroyAll(Set<YSubdocument> removed, Failures failures) {
        List<YSubdocument> departed = new ArrayList<>();
        boolean told = isObserved() || !subdocuments.listeners().isEmpty();
        for (YSubdocument subdocument : removed) {
            if (subdocument.isMade()) {
                departed = enqueue(departed);
                failures.run(subdocument::destroy);
            } else if (subdocument.leave() && told) {
                departed.add(subdocument);
            }
        }
        enqueue(departed);
    }

    private List<YSubdocument> enqueue(List<YSubdocument> departed) {
        if (departed.isEmpty()) {
            return departed;
        }
        Transaction place = new Transaction(doc, null, true, ++transactions);
        place.setDeparted(departed);
        queue.add(place);
        return new ArrayList<>();
    }

    private static void tell(
            UpdateListener[] told, byte @Nullable [] update, Transaction transaction, Failures failures) {
        if (update != null) {
            for (UpdateListener listener : told) {
                failures.run(() -> listener.updated(update, transaction));
            }
        }
    }

    /** Tells what changed before anything is thrown away or merged; returns whether formatting must be cleaned up. */
    private boolean callObservers(Transaction transaction, Failures failures) {
        if (!isObserved()) {
            return doc.options.formattingCleanup() && FormattingCleanup.isNeeded(transaction);
        }
        transaction.gatherChanges();
        EventDispatch dispatch = new EventDispatch(transaction, failures);
        dispatch.callObservers();
        dispatch.callDeepObservers();
        transaction.setDispatch(dispatch);
        for (Consumer<Transaction> listener : List.copyOf(transactionListeners)) {
            failures.run(() -> listener.accept(transaction));
        }
        return doc.options.formattingCleanup() && dispatch.isFormattingCleanupNeeded();
    }

    private static UpdateListener[] with(UpdateListener[] known, UpdateListener listener) {
        UpdateListener[] more = Arrays.copyOf(known, known.length + 1);
        more[known.length] = listener;
        return more;
    }

    private static UpdateListener[] without(UpdateListener[] known, UpdateListener listener) {
        List<UpdateListener> rest = new ArrayList<>(List.of(known));
        rest.remove(listener);
        return rest.toArray(UpdateListener[]::new);
    }
}
