/**
 * What applications call.
 */
@NullMarked
package io.collab.api;

import org.jspecify.annotations.NullMarked;
