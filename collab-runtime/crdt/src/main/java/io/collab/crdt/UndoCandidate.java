package io.collab.crdt;

import org.jspecify.annotations.Nullable;

/**
 * An item that undoing is about to delete.
 *
 * @param parent the type that contains it; null for a root whose kind is not known yet
 * @param key its key in that type, or null in a list
 * @param type the shared type that it holds, or null
 * @param client the client that inserted it
 * @param clock its first clock
 * @param length number of units
 */
public record UndoCandidate(
        @Nullable YType parent,
        @Nullable String key,
        @Nullable YType type,
        long client,
        long clock,
        int length) {}
