package io.collab.crdt.update;

import java.util.Map;

/**
 * Which clocks an update has: per client the first one, and the one behind the last; gaps between are not told.
 *
 * @param from client to first clock, in the order of the bytes
 * @param to client to the clock behind the last one, in the order of the bytes
 */
public record UpdateMeta(Map<Long, Long> from, Map<Long, Long> to) {}
