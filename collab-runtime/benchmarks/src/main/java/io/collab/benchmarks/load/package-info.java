/**
 * Load on a running server: an open loop whose arrival times are fixed beforehand, latency from the time an edit is due to each
 * peer having it, and at the end a check that nothing was lost, doubled or changed.
 */
@NullMarked
package io.collab.benchmarks.load;

import org.jspecify.annotations.NullMarked;
