package io.collab.crdt;

import io.collab.crdt.StackItemEvent.Kind;
import io.collab.crdt.internal.event.Registration;
import io.collab.crdt.internal.store.Branch;
import io.collab.crdt.internal.store.StructStore;
import io.collab.crdt.internal.store.TransactionRecord;
import io.collab.crdt.internal.undo.StepReversal;
import io.collab.crdt.internal.undo.UndoScope;
import io.collab.crdt.update.DeleteSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Undoes and redoes the changes of this replica in some types and everything inside them; changes of other clients are
 * not undone. The content that a step deleted is not collected as long as the step can be undone. The origin of the
 * manager's own transactions is the manager. Not thread-safe.
 */
public final class UndoManager {

    private final YDoc doc;
    private final StructStore store;
    private final UndoOptions options;
    private final Set<@Nullable Object> trackedOrigins;
    private final boolean whole;
    private final Set<Branch> scope = new LinkedHashSet<>();
    private final List<StackItem> undoStack = new ArrayList<>();
    private final List<StackItem> redoStack = new ArrayList<>();
    private final List<Consumer<StackItemEvent>> added = new ArrayList<>();
    private final List<Consumer<StackItemEvent>> updated = new ArrayList<>();
    private final List<Consumer<StackItemEvent>> popped = new ArrayList<>();
    private final List<Consumer<Cleared>> cleared = new ArrayList<>();
    private final Runnable stop;
    private final Runnable stopWithDocument;
    private boolean undoing;
    private boolean redoing;
    private @Nullable StackItem current;
    private long lastChange;

    /**
     * The stacks that were cleared.
     *
     * @param undoStack whether the undo stack was cleared
     * @param redoStack whether the redo stack was cleared
     */
    public record Cleared(boolean undoStack, boolean redoStack) {}

    /**
     * Creates a manager for some types of a document.
     *
     * @param scope the types, at least one
     * @param options the options
     * @throws IllegalArgumentException if there is no type, or if the types are not all of one document
     * @throws IllegalStateException if the first type is in no document
     */
    public UndoManager(List<? extends YType> scope, UndoOptions options) {
        this(documentOf(scope), false, options);
        addToScope(scope);
    }

    /**
     * Creates a manager for all types of a document.
     *
     * @param doc the document
     * @param options the options
     */
    public UndoManager(YDoc doc, UndoOptions options) {
        this(doc, true, options);
    }

    private UndoManager(YDoc doc, boolean whole, UndoOptions options) {
        this.doc = doc;
        this.store = doc.store;
        this.whole = whole;
        this.options = options;
        this.trackedOrigins = new HashSet<>(options.trackedOrigins());
        trackedOrigins.add(this);
        stop = doc.onAfterTransaction(this::capture);
        stopWithDocument = doc.onDestroy(this::destroy);
    }

    /**
     * Adds types whose changes are captured from now on: all of them, or none if one is refused.
     *
     * @param types types of the same document
     * @throws IllegalArgumentException if one is of another document, or of none
     */
    public void addToScope(List<? extends YType> types) {
        requireAllOf(doc, types);
        types.forEach(type -> scope.add(type.branch()));
    }

    /**
     * Adds an origin whose transactions are captured from now on.
     *
     * @param origin the origin, or a class for all its instances
     */
    public void addTrackedOrigin(@Nullable Object origin) {
        trackedOrigins.add(origin);
    }

    /**
     * Removes an origin.
     *
     * @param origin the origin
     */
    public void removeTrackedOrigin(@Nullable Object origin) {
        trackedOrigins.remove(origin);
    }

    /**
     * Undoes the last step that has an effect.
     *
     * @return the step, or null if there was none
     */
    public @Nullable StackItem undo() {
        undoing = true;
        try {
            return pop(undoStack, Kind.UNDO);
        } finally {
            undoing = false;
        }
    }

    /**
     * Redoes the last undone step that has an effect.
     *
     * @return the step, or null if there was none
     */
    public @Nullable StackItem redo() {
        redoing = true;
        try {
            return pop(redoStack, Kind.REDO);
        } finally {
            redoing = false;
        }
    }

    /** Ends the present step: the next change starts a new one, even within the capture timeout. */
    public void stopCapturing() {
        lastChange = 0;
    }

    /** Discards all steps; the content that they kept may be collected. */
    public void clear() {
        clear(true, true);
    }

    /**
     * Discards the steps of one or both stacks; the content that they kept may be collected.
     *
     * @param undo whether the undo stack is cleared
     * @param redo whether the redo stack is cleared
     */
    public void clear(boolean undo, boolean redo) {
        if (undo && canUndo() || redo && canRedo()) {
            doc.transact(
                    transaction -> {
                        if (undo) {
                            release(transaction, undoStack);
                        }
                        if (redo) {
                            release(transaction, redoStack);
                        }
                        callListeners(cleared, new Cleared(undo, redo));
                    },
                    null);
        }
    }

    /** Returns the steps that can be undone, the latest one last: a copy. */
    public List<StackItem> undoStack() {
        return List.copyOf(undoStack);
    }

    /** Returns the steps that can be redone, the next one last: a copy. */
    public List<StackItem> redoStack() {
        return List.copyOf(redoStack);
    }

    /** Returns whether there are steps to undo. */
    public boolean canUndo() {
        return !undoStack.isEmpty();
    }

    /** Returns whether there are steps to redo. */
    public boolean canRedo() {
        return !redoStack.isEmpty();
    }

    /** Returns the step that is being undone or redone, or null. */
    public @Nullable StackItem currStackItem() {
        return current;
    }

    /**
     * Adds a listener for new steps. It can store data in {@link StackItem#meta()}.
     *
     * @param listener the listener, called when a step was added to one of the stacks
     * @return an action that removes the listener
     */
    public Runnable onStackItemAdded(Consumer<StackItemEvent> listener) {
        return add(added, listener);
    }

    /**
     * Adds a listener for steps that are extended.
     *
     * @param listener the listener, called when a change was added to the last step
     * @return an action that removes the listener
     */
    public Runnable onStackItemUpdated(Consumer<StackItemEvent> listener) {
        return add(updated, listener);
    }

    /**
     * Adds a listener for steps that were undone or redone. It can use the data of the step.
     *
     * @param listener the listener, called when a step was removed from one of the stacks
     * @return an action that removes the listener
     */
    public Runnable onStackItemPopped(Consumer<StackItemEvent> listener) {
        return add(popped, listener);
    }

    /**
     * Adds a listener for cleared stacks.
     *
     * @param listener the listener, called when steps are discarded
     * @return an action that removes the listener
     */
    public Runnable onStackCleared(Consumer<Cleared> listener) {
        return add(cleared, listener);
    }

    /** Stops capturing permanently and removes all listeners. */
    public void destroy() {
        trackedOrigins.remove(this);
        stop.run();
        stopWithDocument.run();
        added.clear();
        updated.clear();
        popped.clear();
        cleared.clear();
    }

    private static YDoc documentOf(List<? extends YType> scope) {
        if (scope.isEmpty()) {
            throw new IllegalArgumentException("the scope has no type");
        }
        YDoc doc = scope.get(0).document();
        requireAllOf(doc, scope);
        return doc;
    }

    private static void requireAllOf(YDoc doc, List<? extends YType> types) {
        if (!types.stream().allMatch(type -> type.doc() == doc)) {
            throw new IllegalArgumentException("a type is of another document");
        }
    }

    private void capture(Transaction transaction) {
        if (!options.captureTransaction().test(transaction) || !isInScope(transaction) || !isTracked(transaction)) {
            return;
        }
        List<StackItem> stack = undoing ? redoStack : undoStack;
        if (undoing) {
            stopCapturing();
        } else if (!redoing) {
            clear(false, true);
        }
        DeleteSet insertions = insertions(transaction.record);
        DeleteSet deletions = transaction.record.deletions.toDeleteSet();
        long now = options.clock().getAsLong();
        boolean grows = lastChange > 0
                && now - lastChange < options.captureTimeout()
                && !stack.isEmpty()
                && !undoing
                && !redoing;
        if (grows) {
            stack.get(stack.size() - 1).append(insertions, deletions);
        } else {
            stack.add(new StackItem(insertions, deletions));
        }
        if (!undoing && !redoing) {
            lastChange = now;
        }
        keep(transaction, deletions, true);
        StackItem step = stack.get(stack.size() - 1);
        Kind kind = undoing ? Kind.REDO : Kind.UNDO;
        callListeners(grows ? updated : added, new StackItemEvent(step, kind, transaction.origin(), transaction));
    }

    private boolean isInScope(Transaction transaction) {
        return whole || scope.stream().anyMatch(transaction::isChanged);
    }

    private boolean isTracked(Transaction transaction) {
        Object origin = transaction.origin();
        return trackedOrigins.contains(origin) || origin != null && trackedOrigins.contains(origin.getClass());
    }

    private static DeleteSet insertions(TransactionRecord transaction) {
        Integer[] order = new Integer[transaction.touchedCount()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingInt(i -> transaction.touched(i).rank));
        DeleteSet insertions = new DeleteSet();
        for (int i : order) {
            int count = transaction.after(i) - transaction.before(i);
            if (count > 0) {
                insertions.add(transaction.touched(i).id, transaction.before(i), count);
            }
        }
        return insertions;
    }

    private void keep(Transaction transaction, DeleteSet deletions, boolean on) {
        new UndoScope(store, scope, whole).keep(transaction.record, deletions, on);
    }

    private void release(Transaction transaction, List<StackItem> stack) {
        stack.forEach(step -> keep(transaction, step.deletions(), false));
        stack.clear();
    }

    private @Nullable StackItem pop(List<StackItem> stack, Kind kind) {
        Transaction[] used = new Transaction[1];
        try {
            doc.transact(
                    transaction -> {
                        used[0] = transaction;
                        while (!stack.isEmpty() && current == null) {
                            StackItem step = stack.remove(stack.size() - 1);
                            current = revert(transaction, step) ? step : null;
                        }
                    },
                    this);
            StackItem step = current;
            if (step != null) {
                callListeners(popped, new StackItemEvent(step, kind, this, used[0]));
            }
            return step;
        } finally {
            current = null;
        }
    }

    /** Restores what a step deleted and deletes what it inserted; returns whether anything changed. */
    private boolean revert(Transaction transaction, StackItem step) {
        StepReversal reversal = new StepReversal(
                doc.integrator,
                transaction.record,
                new UndoScope(store, scope, whole),
                id -> isDeletedBy(undoStack, id) || isDeletedBy(redoStack, id),
                options.ignoreRemoteMapChanges());
        return reversal.run(
                step.insertions(),
                step.deletions(),
                item -> options.deleteFilter().test(candidate(item)));
    }

    private static boolean isDeletedBy(List<StackItem> steps, StructStore.Id id) {
        for (StackItem step : steps) {
            if (step.deletions().contains(id.client().id, id.clock())) {
                return true;
            }
        }
        return false;
    }

    private UndoCandidate candidate(int slot) {
        return new UndoCandidate(
                handle(store.parentOf(slot)),
                store.key.get(slot),
                store.payload.get(slot) instanceof Branch type ? handle(type) : null,
                store.owner(slot).id,
                store.clock[slot],
                store.length[slot]);
    }

    private @Nullable YType handle(Branch branch) {
        return branch.kind == Branch.UNKNOWN ? null : doc.view(branch);
    }

    private static <T> Runnable add(List<Consumer<T>> listeners, Consumer<T> listener) {
        listeners.add(listener);
        return new Registration(() -> listeners.remove(listener));
    }

    private static <T> void callListeners(List<Consumer<T>> listeners, T event) {
        for (Consumer<T> listener : List.copyOf(listeners)) {
            listener.accept(event);
        }
    }
}
