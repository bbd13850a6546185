/**
 * Load on a running server: an open loop with arrival times that are fixed beforehand, latency from the time an edit is
 * due to its receipt by each peer, and at the end a check that nothing was lost, duplicated or changed.
 */
@NullMarked
package io.collab.benchmarks.load;

import org.jspecify.annotations.NullMarked;
