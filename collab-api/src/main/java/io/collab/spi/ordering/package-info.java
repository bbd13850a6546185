/**
 * One order per document, told to every node: what a sequencer and a broadcast bus implement.
 */
@NullMarked
package io.collab.spi.ordering;

import org.jspecify.annotations.NullMarked;
