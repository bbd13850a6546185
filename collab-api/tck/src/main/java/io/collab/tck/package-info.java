/**
 * The test kits of the SPIs: one abstract class per SPI. The tests of an adapter extend it and provide the adapter.
 * JUnit 5 runs the rules on its own threads.
 */
@NullMarked
package io.collab.tck;

import org.jspecify.annotations.NullMarked;
