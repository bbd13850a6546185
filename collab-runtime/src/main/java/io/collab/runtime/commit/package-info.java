/**
 * Group commit: the appends of all documents of a node become few commits of the store. Sessions submit an append and receive
 * its result. One thread a lane, which may block on the store.
 */
@NullMarked
package io.collab.runtime.commit;

import org.jspecify.annotations.NullMarked;
