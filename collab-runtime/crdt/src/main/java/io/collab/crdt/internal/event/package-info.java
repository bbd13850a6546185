/**
 * The data of events: what a transaction changed in a type as a delta, and the registrations and failures of listeners.
 * Called by the public events and listeners while a transaction is finished. Not thread-safe.
 */
@NullMarked
package io.collab.crdt.internal.event;

import org.jspecify.annotations.NullMarked;
