package io.collab.spi.storage;

import java.time.Instant;

/**
 * The place of a change in the log.
 *
 * @param seq its sequence number
 * @param time when the store took it, by the store's clock
 * @param fresh whether this append wrote it; false when the operation was there already, and then the sequence number and
 *     the time are the original ones
 */
public record Receipt(long seq, Instant time, boolean fresh) {}
