/**
 * What applications call: open a document, read it, listen to it, say who may enter. Types here are immutable values or
 * interfaces that the runtime implements; all of them may be used from any thread.
 */
@NullMarked
package io.collab.api;

import org.jspecify.annotations.NullMarked;
