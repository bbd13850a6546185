/**
 * What {@code java -jar engine-driver.jar} runs: the engine behind a pipe, one JSON command a line in, one JSON answer a
 * line out, so that it can be compared with other implementations of Yjs. Every command is one call of the engine's
 * public interface; nothing here decides what a document is.
 */
@NullMarked
package io.collab.benchmarks.engine.driver;

import org.jspecify.annotations.NullMarked;
