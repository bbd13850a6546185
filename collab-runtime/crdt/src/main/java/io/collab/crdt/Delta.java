package io.collab.crdt;

import io.collab.crdt.lib0.Any;
import java.util.List;
import java.util.Map;

/**
 * One step of a rich-text change or description, as Quill and Yjs have it. A list of them describes a whole text, or a
 * change of one from its beginning on. Lengths are UTF-16 code units; an embedded value counts 1.
 */
public sealed interface Delta {

    /**
     * Text.
     *
     * @param text the text
     * @param attributes its formatting
     */
    record InsertText(String text, Map<String, Any> attributes) implements Delta {}

    /**
     * An embedded value or shared type.
     *
     * @param value the value
     * @param attributes its formatting
     */
    record InsertValue(YValue value, Map<String, Any> attributes) implements Delta {}

    /**
     * Values inserted into an array or XML; only in events of these.
     *
     * @param values the values in order
     */
    record InsertValues(List<YValue> values) implements Delta {}

    /**
     * What stays.
     *
     * @param length how much
     * @param attributes formatting that changes; null ends an attribute
     */
    record Retain(int length, Map<String, Any> attributes) implements Delta {}

    /**
     * What goes.
     *
     * @param length how much
     */
    record Delete(int length) implements Delta {}
}
