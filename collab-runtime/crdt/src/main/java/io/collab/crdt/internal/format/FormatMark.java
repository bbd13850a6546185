package io.collab.crdt.internal.format;

import io.collab.crdt.lib0.Any;

/**
 * A place in text at which an attribute changes.
 *
 * @param key the attribute
 * @param value its value from here on; null ends it
 */
public record FormatMark(String key, Any value) {}
