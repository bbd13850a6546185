/**
 * Starts the measured or killed programs: the editor's jar, a bare node on plain TCP, other servers, a database. Each
 * in a process of its own, with readable CPU time and memory.
 */
@NullMarked
package io.collab.benchmarks.server;

import org.jspecify.annotations.NullMarked;
