package io.collab.crdt;

import io.collab.crdt.lib0.Any;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an array, a map or an attribute can hold: data, a shared type or a subdocument. */
public sealed interface YValue permits YValue.Data, YType, YSubdocument {

    /**
     * A value that is replaced as a whole.
     *
     * @param value the value
     */
    record Data(Any value) implements YValue {}

    /**
     * Returns a value itself, or the data made of a plain object.
     *
     * @param object a {@code YValue} or what {@link Any#of} takes
     * @throws IllegalArgumentException if it is of another class
     */
    static YValue of(@Nullable Object object) {
        return object instanceof YValue value ? value : new Data(Any.of(object));
    }

    /**
     * Returns {@link #of} of every element.
     *
     * @param objects the elements
     */
    static List<YValue> allOf(List<?> objects) {
        List<YValue> result = new ArrayList<>(objects.size());
        for (Object object : objects) {
            result.add(of(object));
        }
        return result;
    }
}
