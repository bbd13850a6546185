/**
 * The order of a document told to every node: a sequencer over any document store and any broadcast bus, and what travels
 * over the bus. Called from commit lanes and sessions; reads on the pool that it is given.
 */
@NullMarked
package io.collab.runtime.ordering;

import org.jspecify.annotations.NullMarked;
