/** Logging of what happens repeatedly. */
@NullMarked
package io.collab.runtime.log;

import org.jspecify.annotations.NullMarked;
