/**
 * Encoded updates without a document: reading them struct by struct, merging, cutting, converting and inspecting them.
 * Called by the engine, and by applications that store or relay updates and need no replica. Not thread-safe, except
 * the static functions of {@link io.collab.crdt.update.Updates}.
 */
@NullMarked
package io.collab.crdt.update;

import org.jspecify.annotations.NullMarked;
