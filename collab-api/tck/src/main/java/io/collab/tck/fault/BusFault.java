package io.collab.tck.fault;

/** What a {@link FlakyBus} can do wrong, and an honest bus may too. */
public enum BusFault {
    /** A message does not arrive. */
    LOSE,
    /** A message arrives twice. */
    REPEAT,
    /** A message arrives after the one behind it; the last one of all does not arrive. */
    REORDER
}
