package io.collab.api;

import java.time.Instant;

/**
 * The position of a submission in the log. Thread-safe: immutable.
 *
 * @param seq the sequence number of its commit
 * @param time the time at which the store wrote it, by the clock of the store
 * @param fresh true if this append wrote it; false if the operation was already known, and then the sequence number and
 *     the time are the original ones
 */
public record Receipt(long seq, Instant time, boolean fresh) {}
