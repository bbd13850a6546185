/**
 * The integration of structs and deletions into the store (YATA), and the receipt of updates: verification, fast paths,
 * pending updates. Called by the public document for received updates, and by editors and undo for local changes. Not
 * thread-safe; an update that is refused changes nothing.
 */
@NullMarked
package io.collab.crdt.internal.integration;

import org.jspecify.annotations.NullMarked;
