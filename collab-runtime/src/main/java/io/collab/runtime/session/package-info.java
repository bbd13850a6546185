/**
 * Documents being edited: one {@code DocumentSession} per open document of a node, its participants, its way into the log,
 * and the connections they come over. One writer per document: whatever touches a replica runs on the document's
 * {@code Mailbox}. No locks: hand-over is by message. Knows no engine, no database, no container.
 */
@NullMarked
package io.collab.runtime.session;

import org.jspecify.annotations.NullMarked;
