package io.collab.crdt;

import io.collab.crdt.internal.store.StructStore;
import io.collab.crdt.internal.store.Subdocument;
import io.collab.crdt.lib0.Any;
import io.collab.crdt.update.StructCursor;
import io.collab.crdt.update.SubdocumentOptions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A document inside a document. The outer document contains only its name and options; its content is a document of its
 * own, which is created on demand and filled by a provider. Several subdocuments may have the same name. Equality is
 * identity. Not thread-safe.
 */
public final class YSubdocument implements YValue {

    private final Subdocument content;
    private @Nullable YDoc parent;
    private @Nullable YDoc doc;

    private YSubdocument(Subdocument content, @Nullable YDoc parent) {
        this.content = content;
        this.parent = parent;
        content.view = this;
    }

    /**
     * Creates a subdocument to be inserted into a document, once. In this replica it is to be loaded at once.
     *
     * @param guid the name
     */
    public YSubdocument(String guid) {
        this(guid, new Any.Obj(Map.of()));
    }

    /**
     * Creates a subdocument to be inserted into a document, once. In this replica it is to be loaded at once.
     *
     * @param guid the name
     * @param options options for all replicas: {@code gc} is false if they must not collect garbage, {@code autoLoad}
     *     is true if all of them are to load it, {@code meta} is any value; other options are ignored
     */
    public YSubdocument(String guid, Any.Obj options) {
        this(new Subdocument(guid, SubdocumentOptions.canonical(options), true), null);
    }

    /** Returns the public view of a subdocument in a document, created if necessary. */
    static YSubdocument of(YDoc parent, Subdocument content) {
        YSubdocument view = viewOf(content);
        return view == null ? new YSubdocument(content, parent) : view;
    }

    private static @Nullable YSubdocument viewOf(Subdocument content) {
        return (YSubdocument) content.view;
    }

    /** Returns the name. */
    public String guid() {
        return content.guid;
    }

    /** Returns the shared options: {@code gc} only if false, {@code autoLoad} only if true, {@code meta} if present. */
    public Any.Obj options() {
        return content.options;
    }

    /** Returns whether its replicas collect garbage. */
    public boolean gc() {
        return !content.options.entries().containsKey(SubdocumentOptions.GC);
    }

    /** Returns whether all replicas are to load it at once. */
    public boolean autoLoad() {
        return content.options.entries().containsKey(SubdocumentOptions.AUTO_LOAD);
    }

    /** Returns the value of the option {@code meta}, or null. */
    public @Nullable Any meta() {
        return content.options.entries().get(SubdocumentOptions.META);
    }

    /** Returns whether its content was requested in this replica. */
    public boolean shouldLoad() {
        return content.shouldLoad;
    }

    /**
     * Returns the document itself; it is created empty by the first call, with the options of the outer document.
     *
     * @throws IllegalStateException before the insertion
     */
    public YDoc doc() {
        YDoc made = doc;
        if (made == null) {
            YDoc in = parent;
            if (in == null) {
                throw new IllegalStateException("the subdocument is not in a document yet");
            }
            made = new YDoc(in.options().withGuid(content.guid).withGc(gc()), content.clientId, this);
            doc = made;
        }
        return made;
    }

    /** Requests its content in this replica; listeners for subdocuments are notified once. */
    public void load() {
        YDoc in = parent;
        boolean requested = content.item() != null && !content.shouldLoad;
        content.shouldLoad = true;
        if (in != null && requested) {
            in.transact(transaction -> transaction.record.subdocuments().loaded(content), null, true);
        }
    }

    /**
     * Releases the content: the document is destroyed, and a new subdocument of the same name, not loaded, replaces it.
     */
    public void destroy() {
        if (doc != null) {
            doc.destroy();
        } else {
            replace();
        }
    }

    /** Returns the content of the item that is about to be created in a document. */
    Subdocument insertInto(YDoc into) {
        if (parent != null) {
            throw new IllegalStateException("the subdocument is in a document already");
        }
        parent = into;
        return content;
    }

    /** Replaces this one by a new one that is not loaded; has no effect if that was done before. */
    void replace() {
        YDoc in = parent;
        StructStore.Id at = content.item();
        if (in == null || at == null) {
            return;
        }
        content.detach();
        StructStore store = in.store;
        int slot = at.client().locate(at.clock());
        Subdocument fresh = new Subdocument(content.guid, content.options, false);
        fresh.integrated(at, in.clientId());
        if (store.content(slot) == StructCursor.DOC) {
            store.payload.set(slot, fresh);
        }
        in.transact(
                transaction -> {
                    if (!store.isDeleted(at.client().locate(at.clock()))) {
                        transaction.record.subdocuments().added(fresh);
                    }
                    transaction.record.subdocuments().removed(content);
                },
                null,
                true);
    }

    /** Sets the client id of a subdocument to that of the outer document. */
    static void setClientId(Subdocument content, long id) {
        content.clientId = id;
        YSubdocument view = viewOf(content);
        if (view != null && view.doc != null) {
            view.doc.setClientId(id);
        }
    }

    /** Returns whether the document of a subdocument was created. */
    static boolean isCreated(Subdocument content) {
        YSubdocument view = viewOf(content);
        return view != null && view.doc != null;
    }

    @Override
    public String toString() {
        return "YSubdocument[" + content.guid + "]";
    }
}
