package io.collab.crdt.internal.reading;

import io.collab.crdt.lib0.Any;
import java.util.Map;

/**
 * Creates the insertions that describe the content of a text.
 *
 * @param <V> the class of values
 * @param <D> the class of insertions
 */
public interface TextFactory<V, D> {

    D insertText(String text, Map<String, Any> attributes);

    D insertValue(V value, Map<String, Any> attributes);
}
