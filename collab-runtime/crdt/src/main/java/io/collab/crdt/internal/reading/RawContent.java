package io.collab.crdt.internal.reading;

import io.collab.crdt.internal.store.Branch;
import io.collab.crdt.internal.store.Subdocument;
import io.collab.crdt.internal.store.ValueFactory;
import io.collab.crdt.lib0.Any;
import java.util.Map;

/** Values for readers inside the engine: {@link Any}, {@link Branch} or {@link Subdocument}. Stateless. */
final class RawContent implements ValueFactory<Object>, TextFactory<Object, RawContent.Insertion> {

    /** A {@link String} of the text or an embedded value, with its formatting. */
    record Insertion(Object content, Map<String, Any> attributes) {}

    @Override
    public Object ofData(Any data) {
        return data;
    }

    @Override
    public Object ofType(Branch branch) {
        return branch;
    }

    @Override
    public Object ofSubdocument(Subdocument subdocument) {
        return subdocument;
    }

    @Override
    public Insertion insertText(String text, Map<String, Any> attributes) {
        return new Insertion(text, attributes);
    }

    @Override
    public Insertion insertValue(Object value, Map<String, Any> attributes) {
        return new Insertion(value, attributes);
    }
}
