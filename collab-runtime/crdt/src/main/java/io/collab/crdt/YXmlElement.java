package io.collab.crdt;

import io.collab.crdt.internal.store.Branch;
import io.collab.crdt.internal.store.TransactionRecord;
import io.collab.crdt.update.TypeKind;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An XML element: a name, attributes and children. Not thread-safe. */
public final class YXmlElement extends YXmlFragment {

    private final String nodeName;
    private final Map<String, YValue> collected = new LinkedHashMap<>();

    /**
     * Creates an element to be inserted into a document.
     *
     * @param nodeName the name
     */
    public YXmlElement(String nodeName) {
        this.nodeName = nodeName;
    }

    YXmlElement(YDoc doc, Branch branch) {
        super(doc, branch);
        this.nodeName = branch.name;
    }

    /** Returns the element's name. */
    public String nodeName() {
        return nodeName;
    }

    /**
     * Sets an attribute.
     *
     * @param key the name
     * @param value the value: {@link YValue}, or a plain object that {@link YValue#of} accepts
     */
    public void setAttribute(String key, @Nullable Object value) {
        YValue content = YValue.of(value);
        if (isIntegrated()) {
            edit(transaction -> keys(transaction.record).set(key, content, document().values));
        } else {
            collected.put(key, content);
        }
    }

    /**
     * Removes an attribute; has no effect if it does not exist.
     *
     * @param key the name
     */
    public void removeAttribute(String key) {
        if (isIntegrated()) {
            edit(transaction -> keys(transaction.record).delete(key));
        } else {
            collected.remove(key);
        }
    }

    /**
     * Returns an attribute, or null if it does not exist.
     *
     * @param key the name
     */
    public @Nullable YValue getAttribute(String key) {
        return isIntegrated() ? document().reader.get(branch(), key) : collected.get(key);
    }

    /** Returns all attributes: a copy. */
    public Map<String, YValue> attributes() {
        return isIntegrated() ? document().reader.entries(branch()) : new LinkedHashMap<>(collected);
    }

    /**
     * Returns the attributes as a snapshot shows them; the document must be without garbage collection.
     *
     * @param snapshot a snapshot of this document, or of an older state of it
     */
    public Map<String, YValue> attributes(Snapshot snapshot) {
        return isIntegrated() ? document().reader.entries(branch(), snapshot.state) : Map.of();
    }

    /** Returns the type after this one, or null if there is none. */
    public @Nullable YType nextSibling() {
        return sibling(true);
    }

    /** Returns the type before this one, or null if there is none. */
    public @Nullable YType prevSibling() {
        return sibling(false);
    }

    /**
     * Returns whether an attribute exists.
     *
     * @param key the name
     */
    public boolean hasAttribute(String key) {
        return getAttribute(key) != null;
    }

    @Override
    public YXmlElement copy() {
        return (YXmlElement) new TypeCopy().copy(this);
    }

    @Override
    int kind() {
        return TypeKind.XML_ELEMENT;
    }

    @Override
    String name() {
        return nodeName;
    }

    @Override
    void integrated(TransactionRecord transaction) {
        super.integrated(transaction);
        collected.forEach((key, value) -> keys(transaction).set(key, value, document().values));
        collected.clear();
    }
}
