/**
 * Reading of shared types: elements, entries and text, present or in a snapshot, and the export as JSON and XML. Called
 * by the public types and events, on the thread that owns the document. Not thread-safe.
 */
@NullMarked
package io.collab.crdt.internal.reading;

import org.jspecify.annotations.NullMarked;
