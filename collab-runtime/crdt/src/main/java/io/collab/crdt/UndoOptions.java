package io.collab.crdt;

import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The options of an {@link UndoManager}.
 *
 * @param clock source of the time in milliseconds, above 0; only differences matter
 * @param captureTimeout maximum age in milliseconds of a step to which a change is added; 0 makes every transaction a
 *     step
 * @param trackedOrigins origins of transactions that are captured; a class stands for all its instances, null for
 *     changes without origin
 * @param deleteFilter whether undoing may delete an item; the others are kept
 * @param captureTransaction whether a transaction is captured, in addition to the origin
 * @param ignoreRemoteMapChanges whether undoing the change of a key overwrites values that others set later
 */
public record UndoOptions(
        LongSupplier clock,
        long captureTimeout,
        Set<@Nullable Object> trackedOrigins,
        Predicate<UndoCandidate> deleteFilter,
        Predicate<Transaction> captureTransaction,
        boolean ignoreRemoteMapChanges) {

    private static final long CAPTURE_TIMEOUT_MILLIS = 500;

    /** Copies the origins. */
    public UndoOptions {
        trackedOrigins = Collections.unmodifiableSet(new HashSet<>(trackedOrigins));
    }

    /**
     * Returns the defaults of Yjs: changes without origin are captured, those within 500 milliseconds are one step.
     *
     * @param clock source of the time in milliseconds, above 0
     */
    public static UndoOptions of(LongSupplier clock) {
        return new UndoOptions(
                clock, CAPTURE_TIMEOUT_MILLIS, Collections.singleton(null), item -> true, transaction -> true, false);
    }

    /**
     * Returns the same options with another timeout.
     *
     * @param milliseconds maximum age of a step to which a change is added
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
     * Returns the same options with another filter for deletions.
     *
     * @param filter whether undoing may delete an item
     */
    public UndoOptions withDeleteFilter(Predicate<UndoCandidate> filter) {
        return new UndoOptions(
                clock, captureTimeout, trackedOrigins, filter, captureTransaction, ignoreRemoteMapChanges);
    }

    /**
     * Returns the same options with another filter for transactions.
     *
     * @param filter whether a transaction is captured
     */
    public UndoOptions withCaptureTransaction(Predicate<Transaction> filter) {
        return new UndoOptions(clock, captureTimeout, trackedOrigins, deleteFilter, filter, ignoreRemoteMapChanges);
    }

    /**
     * Returns the same options with another treatment of keys that others set later.
     *
     * @param ignore whether undoing overwrites them
     */
    public UndoOptions withIgnoreRemoteMapChanges(boolean ignore) {
        return new UndoOptions(clock, captureTimeout, trackedOrigins, deleteFilter, captureTransaction, ignore);
    }
}
