package io.collab.crdt;

import io.collab.crdt.internal.store.Branch;
import io.collab.crdt.update.TypeKind;

/** A map inside XML for content that an application renders itself. Not thread-safe. */
public final class YXmlHook extends YMap {

    private final String hookName;

    /**
     * Creates a hook to be inserted into a document.
     *
     * @param hookName the name of the renderer
     */
    public YXmlHook(String hookName) {
        this.hookName = hookName;
    }

    YXmlHook(YDoc doc, Branch branch) {
        super(doc, branch);
        this.hookName = branch.name;
    }

    /** Returns the name of the renderer. */
    public String hookName() {
        return hookName;
    }

    @Override
    public YXmlHook copy() {
        return (YXmlHook) new TypeCopy().copy(this);
    }

    @Override
    int kind() {
        return TypeKind.XML_HOOK;
    }

    @Override
    String name() {
        return hookName;
    }
}
