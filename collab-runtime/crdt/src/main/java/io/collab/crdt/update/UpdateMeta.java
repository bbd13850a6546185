package io.collab.crdt.update;

import java.util.Map;

/**
 * The clocks of an update: per client the first one and the one after the last; gaps between them are not reported.
 *
 * @param from client to first clock, in the order of the bytes
 * @param to client to the clock after the last one, in the order of the bytes
 */
public record UpdateMeta(Map<Long, Long> from, Map<Long, Long> to) {}
