package io.collab.crdt;

import io.collab.crdt.lib0.Any;
import java.util.List;
import java.util.Map;

/**
 * One step of a delta as defined by Quill and Yjs. A list of steps describes the whole content of a text, or a change
 * from its beginning on. Lengths are UTF-16 code units; an embedded value has length 1.
 */
public sealed interface Delta {

    /**
     * An insertion of text.
     *
     * @param text the text
     * @param attributes the formatting
     */
    record InsertText(String text, Map<String, Any> attributes) implements Delta {}

    /**
     * An insertion of an embedded value or shared type.
     *
     * @param value the value
     * @param attributes the formatting
     */
    record InsertValue(YValue value, Map<String, Any> attributes) implements Delta {}

    /**
     * An insertion of values into an array or XML; only in events of these types.
     *
     * @param values the values in order
     */
    record InsertValues(List<YValue> values) implements Delta {}

    /**
     * A part that is kept.
     *
     * @param length the length
     * @param attributes the attributes that change; null ends an attribute
     */
    record Retain(int length, Map<String, Any> attributes) implements Delta {}

    /**
     * A part that is deleted.
     *
     * @param length the length
     */
    record Delete(int length) implements Delta {}
}
