/**
 * The configuration of adapters. An adapter receives its values; it does not look them up. Called by the thread that
 * starts the node.
 */
@NullMarked
package io.collab.spi;

import org.jspecify.annotations.NullMarked;
