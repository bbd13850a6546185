package io.collab.crdt;

import org.jspecify.annotations.Nullable;

/**
 * The present index of a {@link RelativePosition}.
 *
 * @param type the type, or null if it is a root whose kind is not known yet
 * @param index the index in the type; in text, UTF-16 code units
 * @param assoc the association of the relative position
 */
public record AbsolutePosition(@Nullable YType type, int index, int assoc) {}
