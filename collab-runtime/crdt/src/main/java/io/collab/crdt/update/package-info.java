/**
 * Encoded updates without a document: reading them struct by struct, merging, cutting, asking what they hold. For
 * everybody who stores or relays updates and needs no replica. Nothing here is shared between threads except the static
 * methods of {@link io.collab.crdt.update.Updates}, which are pure.
 */
@NullMarked
package io.collab.crdt.update;

import org.jspecify.annotations.NullMarked;
