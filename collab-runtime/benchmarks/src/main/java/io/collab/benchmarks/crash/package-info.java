/**
 * Kill -9 under load: writers insert unique tokens and note which the server has acknowledged; the server is killed at a random
 * moment and started again on the same data; whatever it had acknowledged must be there, exactly once.
 *
 * <p>The writers and the check share no code with the engine: tokens are encoded and found again by hand.
 */
@NullMarked
package io.collab.benchmarks.crash;

import org.jspecify.annotations.NullMarked;
