package io.collab.crdt;

import io.collab.crdt.internal.cleanup.FormattingCleanup;
import io.collab.crdt.internal.cleanup.TransactionCleanup;
import io.collab.crdt.internal.encoding.TransactionEncoder;
import io.collab.crdt.internal.event.ListenerFailures;
import io.collab.crdt.internal.event.Registration;
import io.collab.crdt.internal.store.Subdocument;
import io.collab.crdt.internal.store.SubdocumentChanges;
import io.collab.crdt.internal.store.TransactionRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs the transactions of a document, finishes them in the order in which they began, and calls the listeners. A
 * change by a listener is a transaction that is finished later.
 */
final class Transactions {

    private final YDoc doc;
    private final Transaction recycled;
    private final TransactionCleanup cleanup;
    private final TransactionEncoder transactionEncoder;
    private UpdateListener[] listeners = {};
    private UpdateListener[] listenersV2 = {};
    private final List<Consumer<Transaction>> transactionListeners = new ArrayList<>();
    private final Set<Subdocument> subdocuments = new LinkedHashSet<>();
    private final List<Consumer<SubdocsEvent>> subdocumentListeners = new ArrayList<>();
    private final List<Transaction> queue = new ArrayList<>();
    private @Nullable Transaction current;
    private int transactions;
    private int observers;

    Transactions(YDoc doc) {
        this.doc = doc;
        this.recycled = new Transaction(doc, null, false, 0);
        this.cleanup = new TransactionCleanup(doc.store);
        this.transactionEncoder = new TransactionEncoder(doc.encoder);
    }

    /** Returns the subdocuments that are in the document, in the order of their insertion. */
    Set<Subdocument> subdocuments() {
        return subdocuments;
    }

    Runnable onUpdate(UpdateListener listener) {
        listeners = with(listeners, listener);
        return new Registration(() -> listeners = without(listeners, listener));
    }

    Runnable onUpdateV2(UpdateListener listener) {
        listenersV2 = with(listenersV2, listener);
        return new Registration(() -> listenersV2 = without(listenersV2, listener));
    }

    Runnable onAfterTransaction(Consumer<Transaction> listener) {
        transactionListeners.add(listener);
        observers(1);
        return new Registration(() -> {
            if (transactionListeners.remove(listener)) {
                observers(-1);
            }
        });
    }

    Runnable onSubdocs(Consumer<SubdocsEvent> listener) {
        subdocumentListeners.add(listener);
        return new Registration(() -> subdocumentListeners.remove(listener));
    }

    /** Removes all listeners except observers of types. */
    void forgetListeners() {
        listeners = new UpdateListener[0];
        listenersV2 = new UpdateListener[0];
        observers(-transactionListeners.size());
        transactionListeners.clear();
        subdocumentListeners.clear();
    }

    /** Returns whether observers of types or listeners for finished transactions exist. */
    boolean isObserved() {
        return observers > 0;
    }

    /** Returns whether a transaction runs, or has ended and its listeners are being called. */
    boolean isFinishing() {
        return !queue.isEmpty();
    }

    /** Returns whether no transaction runs and no listener exists, except for subdocuments and the document's end. */
    boolean isQuiet() {
        return current == null && queue.isEmpty() && listeners.length == 0 && listenersV2.length == 0 && observers == 0;
    }

    /** Adjusts the number of observers: of types and of finished transactions. */
    void observers(int more) {
        observers += more;
    }

    /**
     * Runs changes as one transaction, or as part of the one that is running.
     *
     * @param open whether the changes are code of the application, which can add observers
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
        ListenerFailures failures = new ListenerFailures();
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

    /**
     * Returns the recycled transaction, or a new one if the recycled one is in use. An undo manager also gets a new one
     * because it passes it to listeners later.
     */
    private Transaction newTransaction(@Nullable Object origin, boolean local, boolean open) {
        int number = ++transactions;
        if (!queue.isEmpty() || origin instanceof UndoManager) {
            return new Transaction(doc, origin, local, number);
        }
        recycled.reuse(number, origin, local, !open && !isObserved());
        return recycled;
    }

    /** Finishes transactions in order; listeners may add further ones. */
    private void finishQueue(ListenerFailures failures) {
        try {
            finishAll(failures);
        } finally {
            queue.clear(); // also after a failure: the next transaction must be the first of the queue
        }
    }

    private void finishAll(ListenerFailures failures) {
        for (int i = 0; i < queue.size(); i++) {
            Transaction transaction = queue.get(i);
            for (Subdocument subdocument : transaction.departed()) {
                Transaction departure = new Transaction(doc, null, true, ++transactions);
                departure.record.subdocuments().removed(subdocument);
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

    private void finish(Transaction transaction, int index, ListenerFailures failures) {
        addLater(transaction, index);
        TransactionRecord record = transaction.record;
        record.close();
        if (callObservers(transaction, failures)) {
            FormattingCleanup formatting = new FormattingCleanup(doc.integrator, record);
            formatting.findMarks();
            run(following -> formatting.clean(following.record), null, true, false);
        }
        if (record.mayMerge) {
            if (doc.options().gc()) {
                cleanup.collectGarbage(record);
            }
            cleanup.merge(record);
        }
        if (!record.local && record.changes(doc.clientId())) {
            failures.run(() -> doc.setClientId(doc.options().clientIds().getAsLong()));
        }
        if (listeners.length > 0) {
            addLater(transaction, index);
            callListeners(listeners, transactionEncoder.encode(record), transaction, failures);
        }
        if (listenersV2.length > 0) {
            addLater(transaction, index);
            callListeners(listenersV2, transactionEncoder.encodeV2(record), transaction, failures);
        }
        SubdocumentChanges changes = record.changedSubdocuments();
        if (changes != null) {
            apply(transaction, changes, failures);
            destroyAll(changes.removed(), failures);
        }
    }

    /** Applies the changes of subdocuments and calls their listeners; removed ones are not destroyed yet. */
    private void apply(Transaction transaction, SubdocumentChanges changes, ListenerFailures failures) {
        for (Subdocument subdocument : changes.added()) {
            YSubdocument.setClientId(subdocument, doc.clientId());
            subdocuments.add(subdocument);
        }
        subdocuments.removeAll(changes.removed());
        if (subdocumentListeners.isEmpty()) {
            return;
        }
        SubdocsEvent event = new SubdocsEvent(
                views(changes.loaded()), views(changes.added()), views(changes.removed()), transaction);
        for (Consumer<SubdocsEvent> listener : List.copyOf(subdocumentListeners)) {
            failures.run(() -> listener.accept(event));
        }
    }

    private Set<YSubdocument> views(Set<Subdocument> contents) {
        Set<YSubdocument> views = new LinkedHashSet<>();
        contents.forEach(content -> views.add(YSubdocument.of(doc, content)));
        return Collections.unmodifiableSet(views);
    }

    /**
     * Destroys removed subdocuments. As in Yjs, each has a transaction for that; those whose document was not created
     * share one place in the queue, and have none without listeners.
     */
    private void destroyAll(Set<Subdocument> removed, ListenerFailures failures) {
        List<Subdocument> departed = new ArrayList<>();
        boolean listened = isObserved() || !subdocumentListeners.isEmpty();
        for (Subdocument subdocument : removed) {
            if (YSubdocument.isCreated(subdocument)) {
                departed = enqueue(departed);
                failures.run(() -> YSubdocument.of(doc, subdocument).destroy());
            } else if (subdocument.detach() && listened) {
                departed.add(subdocument);
            }
        }
        enqueue(departed);
    }

    private List<Subdocument> enqueue(List<Subdocument> departed) {
        if (departed.isEmpty()) {
            return departed;
        }
        Transaction place = new Transaction(doc, null, true, ++transactions);
        place.setDeparted(departed);
        queue.add(place);
        return new ArrayList<>();
    }

    private static void callListeners(
            UpdateListener[] receivers, byte @Nullable [] update, Transaction transaction, ListenerFailures failures) {
        if (update != null) {
            for (UpdateListener listener : receivers) {
                failures.run(() -> listener.updated(update, transaction));
            }
        }
    }

    /** Calls the observers before anything is collected or merged; returns whether formatting must be cleaned up. */
    private boolean callObservers(Transaction transaction, ListenerFailures failures) {
        if (!isObserved()) {
            return doc.options().formattingCleanup() && FormattingCleanup.isNeeded(doc.store, transaction.record);
        }
        transaction.gatherChanges();
        EventDispatch dispatch = new EventDispatch(transaction, failures);
        dispatch.callObservers();
        dispatch.callDeepObservers();
        transaction.setDispatch(dispatch);
        for (Consumer<Transaction> listener : List.copyOf(transactionListeners)) {
            failures.run(() -> listener.accept(transaction));
        }
        return doc.options().formattingCleanup() && dispatch.isFormattingCleanupNeeded();
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
