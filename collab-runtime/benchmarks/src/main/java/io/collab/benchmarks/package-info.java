/** What {@code java -jar collab-benchmarks.jar} runs: its sub-commands and their options. */
@NullMarked
package io.collab.benchmarks;

import org.jspecify.annotations.NullMarked;
