package io.collab.crdt;

import io.collab.crdt.internal.store.Branch;

/** A map that stands in XML for something that an application renders by itself. */
public final class YXmlHook extends YMap {

    private final String hookName;

    /**
     * Creates a hook to be inserted into a document.
     *
     * @param hookName what renders it
     */
    public YXmlHook(String hookName) {
        this.hookName = hookName;
    }

    YXmlHook(YDoc doc, Branch branch) {
        super(doc, branch);
        this.hookName = branch.name;
    }

    /** Returns the name of what renders it. */
    public String hookName() {
        return hookName;
    }

    @Override
    public YXmlHook copy() {
        return (YXmlHook) new TypeCopy().copy(this);
    }

    @Override
    int kind() {
        return Branch.XML_HOOK;
    }

    @Override
    String name() {
        return hookName;
    }
}
