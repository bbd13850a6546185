package io.collab.tck.fault;

/** The faults of a {@link FlakyBus}. A correct bus may have them too. */
public enum BusFault {
    /** A message is not delivered. */
    LOSE,
    /** A message is delivered twice. */
    REPEAT,
    /** A message is delivered after its successor. The last message of all is not delivered. */
    REORDER
}
