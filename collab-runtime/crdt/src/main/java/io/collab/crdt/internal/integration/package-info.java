/** integration. */
@NullMarked
package io.collab.crdt.internal.integration;

import org.jspecify.annotations.NullMarked;
