package io.collab.crdt;

import org.jspecify.annotations.Nullable;

/**
 * An item that undoing is about to delete.
 *
 * @param parent the type it is in; null for a root of which nobody has said yet what it is
 * @param key its key in that type, or null in a list
 * @param type the shared type that it holds, or null
 * @param client who made it
 * @param clock its first clock
 * @param length how many units it has
 */
public record UndoCandidate(
        @Nullable YType parent,
        @Nullable String key,
        @Nullable YType type,
        long client,
        long clock,
        int length) {}
