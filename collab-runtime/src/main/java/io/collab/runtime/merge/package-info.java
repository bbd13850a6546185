/**
 * Engines behind the merge SPI. The rest of the runtime sees documents only through here.
 */
@NullMarked
package io.collab.runtime.merge;

import org.jspecify.annotations.NullMarked;
