/**
 * The client's side of the wires, and an encoder of edits: the parts of a Yjs client that a load and its check need.
 */
@NullMarked
package io.collab.benchmarks.wire;

import org.jspecify.annotations.NullMarked;
