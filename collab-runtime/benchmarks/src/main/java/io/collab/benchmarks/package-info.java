/** The program {@code collab-benchmarks.jar}: its sub-commands and their options. Runs on the main thread. */
@NullMarked
package io.collab.benchmarks;

import org.jspecify.annotations.NullMarked;
