/**
 * Sockets for many clients on one thread, cheap enough to run beside the measured server. Called by the
 * tool only; listeners run on the loop's thread, links may be written on any thread.
 */
@NullMarked
package io.collab.benchmarks.net;

import org.jspecify.annotations.NullMarked;
