package io.collab.crdt;

import org.jspecify.annotations.Nullable;

/**
 * Where a {@link RelativePosition} is at the moment.
 *
 * @param type the type, or null if it is a root of which nobody said yet what it is
 * @param index the index in it: text counts UTF-16 code units
 * @param assoc as in the relative position
 */
public record AbsolutePosition(@Nullable YType type, int index, int assoc) {}
