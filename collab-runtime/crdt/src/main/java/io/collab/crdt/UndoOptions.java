package io.collab.crdt;

import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link UndoManager} captures and how.
 *
 * @param clock gives the time in milliseconds, above 0; only differences matter
 * @param captureTimeout milliseconds within which a change belongs to the step of the one before; 0 makes every transaction
 *     a step of its own
 * @param trackedOrigins origins of transactions that are captured; a class stands for all its instances, null for changes
 *     without origin
 * @param deleteFilter whether an item may be deleted by undoing; what it refuses stays
 * @param captureTransaction whether a transaction is captured, whatever its origin
 * @param ignoreRemoteMapChanges whether undoing the change of a key overwrites what others set meanwhile
 */
public record UndoOptions(
        LongSupplier clock,
        long captureTimeout,
        Set<@Nullable Object> trackedOrigins,
        Predicate<UndoCandidate> deleteFilter,
        Predicate<Transaction> captureTransaction,
        boolean ignoreRemoteMapChanges) {

    /** Keeps a copy of the origins. */
    public UndoOptions {
        trackedOrigins = Collections.unmodifiableSet(new HashSet<>(trackedOrigins));
    }

    /**
     * Returns the options of Yjs: changes without origin are captured, those within half a second are one step.
     *
     * @param clock gives the time in milliseconds, above 0
     */
    public static UndoOptions of(LongSupplier clock) {
        return new UndoOptions(clock, 500, Collections.singleton(null), item -> true, transaction -> true, false);
    }

    /**
     * Returns the same options with another time-out.
     *
     * @param milliseconds within which a change belongs to the step of the one before
     */
    public UndoOptions withCaptureTimeout(long milliseconds) {
        return new UndoOptions(
                clock, milliseconds, trackedOrigins, deleteFilter, captureTransaction, ignoreRemoteMapChanges);
    }

    /**
     * Returns the same options with other origins.
     *
     * @param origins origins of transactions that are captured
     */
    public UndoOptions withTrackedOrigins(Set<@Nullable Object> origins) {
        return new UndoOptions(
                clock, captureTimeout, origins, deleteFilter, captureTransaction, ignoreRemoteMapChanges);
    }

    /**
     * Returns the same options with another filter.
     *
     * @param filter whether an item may be deleted by undoing
     */
    public UndoOptions withDeleteFilter(Predicate<UndoCandidate> filter) {
        return new UndoOptions(
                clock, captureTimeout, trackedOrigins, filter, captureTransaction, ignoreRemoteMapChanges);
    }

    /**
     * Returns the same options with another choice of transactions.
     *
     * @param filter whether a transaction is captured
     */
    public UndoOptions withCaptureTransaction(Predicate<Transaction> filter) {
        return new UndoOptions(clock, captureTimeout, trackedOrigins, deleteFilter, filter, ignoreRemoteMapChanges);
    }

    /**
     * Returns the same options with another treatment of keys that others changed meanwhile.
     *
     * @param ignore whether undoing overwrites them
     */
    public UndoOptions withIgnoreRemoteMapChanges(boolean ignore) {
        return new UndoOptions(clock, captureTimeout, trackedOrigins, deleteFilter, captureTransaction, ignore);
    }
}
