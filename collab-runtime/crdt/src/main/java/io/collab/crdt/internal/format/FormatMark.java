package io.collab.crdt.internal.format;

import io.collab.crdt.lib0.Any;

/**
 * A position in text at which an attribute changes.
 *
 * @param key the attribute
 * @param value the value from this position on; null ends the attribute
 */
public record FormatMark(String key, Any value) {}
