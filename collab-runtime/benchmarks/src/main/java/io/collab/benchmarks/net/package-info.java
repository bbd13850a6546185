/**
 * Sockets for many clients on one thread, cheap enough to sit beside the server it measures. Everything here is called by the
 * tool itself only; listeners run on the loop's thread, links may be written to from any.
 */
@NullMarked
package io.collab.benchmarks.net;

import org.jspecify.annotations.NullMarked;
