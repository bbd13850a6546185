package io.collab.crdt;

import static io.collab.crdt.internal.store.StructStore.NONE;

import io.collab.crdt.internal.event.ListenerFailures;
import io.collab.crdt.internal.store.Branch;
import io.collab.crdt.internal.store.StructStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Calls observers with the changes of a transaction: first the observers of the changed types, then those of the types
 * around them. Types may be nested deeply and all change at once, so results for surrounding types are cached.
 */
final class EventDispatch {

    private final Transaction transaction;
    private final ListenerFailures failures;
    private final StructStore store;
    private final List<YEvent> events = new ArrayList<>();
    private final Map<Branch, @Nullable Branch> observedAround = new HashMap<>();
    private final Map<Branch, Integer> depths = new HashMap<>();
    private @Nullable Set<Branch> changedParents;
    private boolean formattingCleanupNeeded;

    EventDispatch(Transaction transaction, ListenerFailures failures) {
        this.transaction = transaction;
        this.failures = failures;
        this.store = transaction.doc().store;
    }

    /** Returns whether a received transaction changed a text with formatting. */
    boolean isFormattingCleanupNeeded() {
        return formattingCleanupNeeded;
    }

    /** Returns whether something changed in a type or inside it. */
    boolean isChanged(Branch branch) {
        Set<Branch> known = changedParents;
        if (known == null) {
            known = new HashSet<>();
            for (YEvent event : events) {
                for (Branch at = event.branch(); at != null && known.add(at); at = around(at)) {
                    // adds all types around it
                }
            }
            changedParents = known;
        }
        return known.contains(branch);
    }

    /** Calls the observers of the changed types. */
    void callObservers() {
        for (Branch branch : transaction.changes().types().keySet()) {
            if (branch.kind != Branch.UNKNOWN && isAlive(branch)) {
                failures.run(() -> callObservers(branch));
            }
        }
    }

    private void callObservers(Branch branch) {
        YEvent event = new YEvent(transaction, branch);
        events.add(event);
        YType type = YDoc.viewOf(branch);
        if (type != null) {
            callAll(type.observers(), event);
        }
        formattingCleanupNeeded |= !transaction.local() && branch.isText() && branch.hasFormatting;
    }

    /** Calls the observers of the types around the changed ones. */
    void callDeepObservers() {
        Map<Branch, List<YEvent>> observed = new LinkedHashMap<>();
        for (YEvent event : events) {
            Branch at = observedAround(event.branch());
            while (at != null) {
                observed.computeIfAbsent(at, made -> new ArrayList<>()).add(event);
                Branch next = around(at);
                at = next == null ? null : observedAround(next);
            }
        }
        observed.keySet().removeIf(branch -> !isAlive(branch));
        observed.forEach((branch, inside) -> failures.run(() -> callDeepObservers(branch, inside)));
    }

    private void callDeepObservers(Branch branch, List<YEvent> inside) {
        List<YEvent> alive = new ArrayList<>(inside);
        alive.removeIf(event -> !isAlive(event.branch()));
        alive.forEach(event -> event.setCurrentTarget(branch));
        if (alive.size() > 1) {
            alive.sort((a, b) -> Integer.compare(depth(a.branch()), depth(b.branch())));
        }
        YType type = YDoc.viewOf(branch);
        if (type != null) {
            callAll(type.deepObservers(), List.copyOf(alive));
        }
    }

    /** Calls all observers, then throws the first failure. */
    private static <T> void callAll(List<Consumer<T>> observers, T argument) {
        if (observers.isEmpty()) {
            return;
        }
        ListenerFailures failed = new ListenerFailures();
        for (Consumer<T> observer : List.copyOf(observers)) {
            failed.run(() -> observer.accept(argument));
        }
        failed.throwFirst();
    }

    private boolean isAlive(Branch branch) {
        return branch.isRoot() || !store.isDeleted(branch.item);
    }

    /** Returns the type around a type, or null for a root. */
    private @Nullable Branch around(Branch branch) {
        return branch.isRoot() ? null : store.parent[branch.item];
    }

    /** Returns the nearest type with deep observers: the type itself or one around it; null if there is none. */
    private @Nullable Branch observedAround(Branch branch) {
        Branch at = branch;
        if (isDeeplyObserved(at)) {
            return at;
        } else if (around(at) == null) {
            return null;
        }
        List<Branch> passed = new ArrayList<>();
        while (at != null && !observedAround.containsKey(at) && !isDeeplyObserved(at)) {
            passed.add(at);
            at = around(at);
        }
        Branch found = at != null && observedAround.containsKey(at) ? observedAround.get(at) : at;
        passed.forEach(type -> observedAround.put(type, found));
        return found;
    }

    private static boolean isDeeplyObserved(Branch branch) {
        YType type = YDoc.viewOf(branch);
        return type != null && !type.deepObservers().isEmpty();
    }

    private int depth(Branch branch) {
        List<Branch> passed = new ArrayList<>();
        Branch at = branch;
        while (at != null && !depths.containsKey(at)) {
            passed.add(at);
            at = around(at);
        }
        int depth = at == null ? NONE : depths.getOrDefault(at, 0);
        for (int i = passed.size() - 1; i >= 0; i--) {
            depths.put(passed.get(i), ++depth);
        }
        return depth;
    }
}
