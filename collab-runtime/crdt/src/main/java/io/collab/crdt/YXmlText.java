package io.collab.crdt;

import io.collab.crdt.internal.reading.XmlExport;
import io.collab.crdt.internal.store.Branch;
import io.collab.crdt.update.TypeKind;
import org.jspecify.annotations.Nullable;

/** Text inside XML; its formatting attributes are written as tags. Not thread-safe. */
public final class YXmlText extends YText {

    /** Creates a text to be inserted into a document. */
    public YXmlText() {}

    /**
     * Creates a text with content, to be inserted into a document.
     *
     * @param text the content
     */
    public YXmlText(String text) {
        super(text);
    }

    YXmlText(YDoc doc, Branch branch) {
        super(doc, branch);
    }

    /**
     * Returns the XML as Yjs writes it. Nothing is escaped: use it for comparison and debugging, never in a browser.
     */
    @Override
    public String toString() {
        return isIntegrated() ? new XmlExport(store()).export(branch()) : "";
    }

    /** Returns the type after this one, or null if there is none. */
    public @Nullable YType nextSibling() {
        return sibling(true);
    }

    /** Returns the type before this one, or null if there is none. */
    public @Nullable YType prevSibling() {
        return sibling(false);
    }

    @Override
    public YXmlText copy() {
        return (YXmlText) new TypeCopy().copy(this);
    }

    @Override
    int kind() {
        return TypeKind.XML_TEXT;
    }
}
