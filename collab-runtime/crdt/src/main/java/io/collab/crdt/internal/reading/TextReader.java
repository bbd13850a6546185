package io.collab.crdt.internal.reading;

import static io.collab.crdt.internal.store.StructStore.NONE;

import io.collab.crdt.internal.format.Attributes;
import io.collab.crdt.internal.format.FormatMark;
import io.collab.crdt.internal.store.Branch;
import io.collab.crdt.internal.store.StructStore;
import io.collab.crdt.internal.store.ValueFactory;
import io.collab.crdt.lib0.Any;
import io.collab.crdt.update.StructCursor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the present content of a text: plain, or as insertions with their formatting.
 *
 * @param <V> the class of values
 * @param <D> the class of steps
 */
public final class TextReader<V, D> {

    private final StructStore store;
    private final ValueFactory<V> values;
    private final TextFactory<V, D> factory;

    public TextReader(StructStore store, ValueFactory<V> values, TextFactory<V, D> factory) {
        this.store = store;
        this.values = values;
        this.factory = factory;
    }

    /** Returns the text without formatting and embedded values. */
    public static String plainText(StructStore store, Branch branch) {
        StringBuilder text = new StringBuilder();
        for (int slot = branch.start; slot != NONE; slot = store.right[slot]) {
            if (!store.isDeleted(slot) && store.content(slot) == StructCursor.STRING) {
                store.owner(slot).text().appendTo(text, store.content[slot], store.length[slot]);
            }
        }
        return text.toString();
    }

    /** Returns the content as insertions, one for each piece with the same formatting and each embedded value. */
    public List<D> toDelta(Branch branch) {
        List<D> result = new ArrayList<>();
        Map<String, Any> attributes = new LinkedHashMap<>();
        StringBuilder text = new StringBuilder();
        for (int slot = branch.start; slot != NONE; slot = store.right[slot]) {
            if (store.isDeleted(slot)) {
                continue;
            }
            switch (store.content(slot)) {
                case StructCursor.STRING ->
                    store.owner(slot).text().appendTo(text, store.content[slot], store.length[slot]);
                case StructCursor.TYPE, StructCursor.EMBED -> {
                    pack(result, text, attributes);
                    result.add(factory.insertValue(embedded(slot), Attributes.copy(attributes)));
                }
                case StructCursor.FORMAT -> {
                    pack(result, text, attributes);
                    Attributes.apply(attributes, (FormatMark) store.payloadOf(slot));
                }
                default -> {
                    // other content is not part of a text
                }
            }
        }
        pack(result, text, attributes);
        return result;
    }

    private V embedded(int slot) {
        return store.content(slot) == StructCursor.TYPE
                ? values.ofType(store.branch(slot))
                : values.ofData((Any) store.payloadOf(slot));
    }

    private void pack(List<D> result, StringBuilder text, Map<String, Any> attributes) {
        if (text.length() > 0) {
            result.add(factory.insertText(text.toString(), Attributes.copy(attributes)));
            text.setLength(0);
        }
    }
}
