package io.collab.crdt;

import io.collab.crdt.lib0.Any;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A value of an array, a map or an attribute: plain data, a shared type or a subdocument. */
public sealed interface YValue permits YValue.Data, YType, YSubdocument {

    /**
     * Plain data, which is replaced as a whole.
     *
     * @param value the data
     */
    record Data(Any value) implements YValue {}

    /**
     * Returns a value itself, or a plain object as data.
     *
     * @param object a {@code YValue} or an object that {@link Any#of} accepts
     * @throws IllegalArgumentException if it is of another class
     */
    static YValue of(@Nullable Object object) {
        return object instanceof YValue value ? value : new Data(Any.of(object));
    }

    /**
     * Returns the values of {@link #of} for all elements.
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
