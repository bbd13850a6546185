/**
 * The admission of updates before they are integrated: computes what is new in an update relative to a document, within
 * limits. Called by the public class UpdateAdmission, on the thread that owns the document. Not thread-safe; nothing
 * here changes the document.
 */
@NullMarked
package io.collab.crdt.internal.admission;

import org.jspecify.annotations.NullMarked;
