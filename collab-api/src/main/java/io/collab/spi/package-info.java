/**
 * What all adapters share: how they are configured. Adapters get values, they never look for them.
 */
@NullMarked
package io.collab.spi;

import org.jspecify.annotations.NullMarked;
