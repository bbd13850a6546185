/**
 * The engines that implement the merge SPI. The rest of the runtime accesses documents only through this SPI. Called by
 * sessions, one thread at a time per replica.
 */
@NullMarked
package io.collab.runtime.merge;

import org.jspecify.annotations.NullMarked;
