/**
 * The editor sample: the list of documents as a REST resource over a table of its own, and the static files of its
 * single-page application. The text of a document is in the collaboration log, under the same id. All classes are
 * called on the container's request threads.
 */
@NullMarked
package io.collab.samples.editor;

import org.jspecify.annotations.NullMarked;
