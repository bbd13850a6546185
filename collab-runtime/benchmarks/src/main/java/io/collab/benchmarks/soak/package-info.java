/**
 * A soak under attack: well-behaved pairs of clients on a server that others attack, one attack after the other, and what the
 * server has kept afterwards: clients, edits, health, heap, threads, sockets, log. Called by the tool only; an attack runs on
 * threads of its own.
 */
@NullMarked
package io.collab.benchmarks.soak;

import org.jspecify.annotations.NullMarked;
