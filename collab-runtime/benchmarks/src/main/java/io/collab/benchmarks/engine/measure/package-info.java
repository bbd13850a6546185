/**
 * The program {@code engine-benchmark.jar}: the engine's cost, line by line, beside other engines in the same
 * run. A {@link Plan} lists the lines; {@link Worker} measures them here, a Node program measures them for peers.
 */
@NullMarked
package io.collab.benchmarks.engine.measure;

import org.jspecify.annotations.NullMarked;
