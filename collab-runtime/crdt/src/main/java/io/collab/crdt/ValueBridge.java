package io.collab.crdt;

import io.collab.crdt.internal.reading.DeltaFactory;
import io.collab.crdt.internal.reading.JsonExport;
import io.collab.crdt.internal.store.Branch;
import io.collab.crdt.internal.store.ContentFactory;
import io.collab.crdt.internal.store.NewType;
import io.collab.crdt.internal.store.Subdocument;
import io.collab.crdt.internal.store.ValueFactory;
import io.collab.crdt.lib0.Any;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bridge between the values and steps of the public API and the content of items in one document. */
final class ValueBridge implements ValueFactory<YValue>, ContentFactory<YValue>, DeltaFactory<YValue, Delta> {

    /** Copies values into plain data. */
    static final JsonExport<YValue> JSON = new JsonExport<>(new Structure());

    private final YDoc doc;

    ValueBridge(YDoc doc) {
        this.doc = doc;
    }

    @Override
    public YValue ofData(Any data) {
        return new YValue.Data(data);
    }

    @Override
    public YType ofType(Branch branch) {
        return doc.view(branch);
    }

    @Override
    public YSubdocument ofSubdocument(Subdocument subdocument) {
        return YSubdocument.of(doc, subdocument);
    }

    @Override
    public @Nullable Any dataOf(YValue value) {
        return value instanceof YValue.Data data ? data.value() : null;
    }

    @Override
    public Object payloadOf(YValue value) {
        if (value instanceof YType type) {
            return newType(type);
        }
        return ((YSubdocument) value).insertInto(doc);
    }

    @Override
    public Object embedOf(YValue value) {
        if (value instanceof YType type) {
            return newType(type);
        } else if (value instanceof YValue.Data data) {
            return data.value();
        }
        throw new IllegalArgumentException("a subdocument cannot be embedded in text");
    }

    private NewType newType(YType type) {
        return new NewType(type.insertInto(doc), type::integrated);
    }

    @Override
    public Delta insertText(String text, Map<String, Any> attributes) {
        return new Delta.InsertText(text, attributes);
    }

    @Override
    public Delta insertValue(YValue value, Map<String, Any> attributes) {
        return new Delta.InsertValue(value, attributes);
    }

    @Override
    public Delta insertValues(List<YValue> values) {
        return new Delta.InsertValues(values);
    }

    @Override
    public Delta retain(int length, Map<String, Any> attributes) {
        return new Delta.Retain(length, attributes);
    }

    @Override
    public Delta delete(int length) {
        return new Delta.Delete(length);
    }

    /** The structure of public values, also of types that are in no document yet. */
    private static final class Structure implements JsonExport.Structure<YValue> {

        private static final String GUID = "guid";

        @Override
        public @Nullable List<YValue> elements(YValue value) {
            return value instanceof YArray array ? array.toList() : null;
        }

        @Override
        public @Nullable Map<String, YValue> entries(YValue value) {
            return value instanceof YMap map ? map.entries() : null;
        }

        @Override
        public Any leaf(YValue value) {
            if (value instanceof YValue.Data data) {
                return data.value();
            } else if (value instanceof YSubdocument subdocument) {
                return new Any.Obj(Map.of(GUID, new Any.Text(subdocument.guid())));
            }
            return new Any.Text(value.toString());
        }
    }
}
