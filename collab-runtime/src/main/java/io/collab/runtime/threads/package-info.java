/**
 * The threads of a node and the serial executor on top of them. Used by every package that hands work to another thread. No
 * package here knows what the work is.
 */
@NullMarked
package io.collab.runtime.threads;

import org.jspecify.annotations.NullMarked;
