package io.collab.crdt.internal.reading;

import io.collab.crdt.lib0.Any;
import java.util.List;
import java.util.Map;

/**
 * Creates the steps that describe the change of a text or list.
 *
 * @param <V> the class of values
 * @param <D> the class of steps
 */
public interface DeltaFactory<V, D> extends TextFactory<V, D> {

    D insertValues(List<V> values);

    D retain(int length, Map<String, Any> attributes);

    D delete(int length);
}
