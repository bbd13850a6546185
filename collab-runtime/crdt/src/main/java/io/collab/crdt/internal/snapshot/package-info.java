/**
 * Snapshots: the state vector and the delete set of a document at some time, and which items they show. Called by
 * readers and by the public class Snapshot, on the thread that owns the document. The values are immutable.
 */
@NullMarked
package io.collab.crdt.internal.snapshot;

import org.jspecify.annotations.NullMarked;
