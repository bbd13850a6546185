/**
 * Documents that are being edited: one {@code DocumentSession} per open document of a node, its participants, its commit
 * pipeline, and the handles of the application. There is one writer per document: everything that touches a replica runs on the
 * session's mailbox. Called by connections and by the node, from any thread. No locks; knows no engine, database or container.
 */
@NullMarked
package io.collab.runtime.session;

import org.jspecify.annotations.NullMarked;
