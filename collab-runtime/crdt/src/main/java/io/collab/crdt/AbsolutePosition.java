package io.collab.crdt;

/**
 * Where a {@link RelativePosition} is at the moment.
 *
 * @param type the type
 * @param index the index in it: text counts UTF-16 code units
 * @param assoc as in the relative position
 */
public record AbsolutePosition(YType type, int index, int assoc) {}
