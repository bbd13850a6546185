/**
 * Adapters that misbehave on purpose, as decorators of good ones: for tests of whatever stands on a store or a bus.
 * Each draws its lots from a seed of its own, so a run can be repeated, and does what a test asks for next.
 */
@NullMarked
package io.collab.tck.fault;

import org.jspecify.annotations.NullMarked;
