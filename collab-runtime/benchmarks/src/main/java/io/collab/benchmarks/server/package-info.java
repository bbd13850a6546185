/**
 * Starts what is measured or killed: the editor's jar, a bare node on plain TCP, other servers, a database. Each in a process of
 * its own, whose CPU time and memory can be read.
 */
@NullMarked
package io.collab.benchmarks.server;

import org.jspecify.annotations.NullMarked;
