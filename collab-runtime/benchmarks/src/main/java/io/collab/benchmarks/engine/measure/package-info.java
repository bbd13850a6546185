/**
 * What {@code java -jar engine-benchmark.jar} runs: the engine's cost, line by line, beside other engines in the same
 * run. A {@link Plan} says what is measured; {@link Worker} measures it here, a Node program measures it for peers.
 */
@NullMarked
package io.collab.benchmarks.engine.measure;

import org.jspecify.annotations.NullMarked;
