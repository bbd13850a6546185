/**
 * The order of each document, delivered to every node: a sequencer over any document store and any broadcast bus, and the messages
 * on the bus. Called from commit lanes and sessions; reads of the store run on the pool that it is given.
 */
@NullMarked
package io.collab.runtime.ordering;

import org.jspecify.annotations.NullMarked;
