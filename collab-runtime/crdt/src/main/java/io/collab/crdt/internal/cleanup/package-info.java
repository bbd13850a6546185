/**
 * The cleanup at the end of a transaction: garbage collection, merging of runs, deletion of superfluous formatting
 * marks. Called by the public document when a transaction ends, and by the text editor. Not thread-safe.
 */
@NullMarked
package io.collab.crdt.internal.cleanup;

import org.jspecify.annotations.NullMarked;
