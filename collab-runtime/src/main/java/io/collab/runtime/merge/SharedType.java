package io.collab.runtime.merge;

import io.collab.crdt.YArray;
import io.collab.crdt.YMap;
import io.collab.crdt.YSubdocument;
import io.collab.crdt.YText;
import io.collab.crdt.YType;
import io.collab.crdt.YValue;
import io.collab.crdt.YXmlElement;
import io.collab.crdt.YXmlFragment;
import io.collab.crdt.YXmlHook;
import io.collab.crdt.lib0.DecodeException;
import java.util.List;
import java.util.Map;

/** The entries and elements of a shared type of any kind. The content of a text is not among its elements. */
record SharedType(YType type) {

    /** Returns whether the content of one can become that of the other. */
    boolean isLike(SharedType other) {
        return type.getClass() == other.type.getClass() && name().equals(other.name());
    }

    String name() {
        if (type instanceof YXmlElement element) {
            return element.nodeName();
        }
        return type instanceof YXmlHook hook ? hook.hookName() : "";
    }

    /** Returns the entries of a map, or the attributes. */
    Map<String, YValue> entries() {
        if (type instanceof YMap map) {
            return map.entries();
        } else if (type instanceof YXmlElement element) {
            return element.attributes();
        }
        return type instanceof YText text ? text.attributes() : Map.of();
    }

    void set(String key, YValue value) {
        if (type instanceof YMap map) {
            map.set(key, value);
        } else if (type instanceof YXmlElement element) {
            element.setAttribute(key, value);
        } else if (type instanceof YText text) {
            text.setAttribute(key, value);
        }
    }

    void remove(String key) {
        if (type instanceof YMap map) {
            map.delete(key);
        } else if (type instanceof YXmlElement element) {
            element.removeAttribute(key);
        } else if (type instanceof YText text) {
            text.removeAttribute(key);
        }
    }

    /** Returns the elements of an array, or the children. */
    List<YValue> elements() {
        if (type instanceof YArray array) {
            return array.toList();
        }
        return type instanceof YXmlFragment fragment ? fragment.toList() : List.of();
    }

    void insert(int index, List<YValue> values) {
        if (type instanceof YArray array) {
            array.insert(index, values);
        } else if (type instanceof YXmlFragment fragment) {
            fragment.insert(index, values);
        }
    }

    void delete(int index, int count) {
        if (type instanceof YArray array) {
            array.delete(index, count);
        } else if (type instanceof YXmlFragment fragment) {
            fragment.delete(index, count);
        }
    }

    /**
     * Returns a value that can be inserted into another document.
     *
     * @throws IllegalArgumentException if it is nested too deep
     */
    static YValue copy(YValue value) {
        if (value instanceof YType type) {
            try {
                return type.copy();
            } catch (DecodeException tooDeep) {
                throw new IllegalArgumentException(tooDeep.getMessage(), tooDeep);
            }
        }
        return value instanceof YSubdocument subdocument
                ? new YSubdocument(subdocument.guid(), subdocument.options())
                : value;
    }
}
