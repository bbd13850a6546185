/** The client's side of the wires, and edits made by hand: as much of a Yjs client as a load and its check need. */
@NullMarked
package io.collab.benchmarks.wire;

import org.jspecify.annotations.NullMarked;
