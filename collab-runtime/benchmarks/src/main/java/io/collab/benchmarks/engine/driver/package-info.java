/**
 * The program {@code engine-driver.jar}: the engine on a pipe, one JSON command per input line, one JSON answer per
 * output line, for comparison with other implementations of Yjs. Every command is one call of the engine's
 * public interface. Runs on one thread.
 */
@NullMarked
package io.collab.benchmarks.engine.driver;

import org.jspecify.annotations.NullMarked;
