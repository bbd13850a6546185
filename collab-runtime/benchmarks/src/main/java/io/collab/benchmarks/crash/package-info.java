/**
 * Kill -9 under load: writers insert unique tokens and record which of them the server acknowledges; the server is
 * killed at a random time and restarted on the same data; every acknowledged token must be present exactly once.
 *
 * <p>The writers and the check share no code with the engine: they encode and decode tokens themselves.
 */
@NullMarked
package io.collab.benchmarks.crash;

import org.jspecify.annotations.NullMarked;
