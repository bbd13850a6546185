/** admission. */
@NullMarked
package io.collab.crdt.internal.admission;

import org.jspecify.annotations.NullMarked;
