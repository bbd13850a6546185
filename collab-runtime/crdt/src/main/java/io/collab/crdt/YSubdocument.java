package io.collab.crdt;

import io.collab.crdt.lib0.Any;
import io.collab.crdt.update.ContentFormat;
import io.collab.crdt.update.StructCursor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A document inside a document. Only its name and options travel with the outer one; its content is a document of its
 * own, made when somebody asks for it, and brought by whoever provides documents. Several may have the same name. Equality
 * is identity. Not thread-safe.
 */
public final class YSubdocument implements YValue {

    private final String guid;
    private final Any.Obj options;
    private boolean shouldLoad;
    private @Nullable YDoc parent;
    private StructStore.@Nullable Id item;
    private @Nullable YDoc doc;
    private long clientId;

    private YSubdocument(String guid, Any.Obj options, boolean shouldLoad) {
        this.guid = guid;
        this.options = options;
        this.shouldLoad = shouldLoad;
    }

    /**
     * Creates a subdocument to be inserted into a document, once. Here it is to be loaded at once.
     *
     * @param guid its name
     */
    public YSubdocument(String guid) {
        this(guid, new Any.Obj(Map.of()));
    }

    /**
     * Creates a subdocument to be inserted into a document, once. Here it is to be loaded at once.
     *
     * @param guid its name
     * @param options for all replicas: {@code gc} is false if they must not collect garbage, {@code autoLoad} is true if all
     *     are to load it, {@code meta} is anything; others are left out
     */
    public YSubdocument(String guid, Any.Obj options) {
        this(guid, ContentFormat.subdocumentOptions(options), true);
    }

    /** Makes one that came with an update, or is a copy of another. */
    static YSubdocument received(String guid, Any.Obj options) {
        return new YSubdocument(guid, options, options.entries().containsKey("autoLoad"));
    }

    /** Returns its name. */
    public String guid() {
        return guid;
    }

    /** Returns the options that travel: {@code gc} only if false, {@code autoLoad} only if true, {@code meta} if any. */
    public Any.Obj options() {
        return options;
    }

    /** Returns whether its replicas collect garbage. */
    public boolean gc() {
        return !options.entries().containsKey("gc");
    }

    /** Returns whether all replicas are to load it at once. */
    public boolean autoLoad() {
        return options.entries().containsKey("autoLoad");
    }

    /** Returns what its creator noted, or null. */
    public @Nullable Any meta() {
        return options.entries().get("meta");
    }

    /** Returns whether somebody here wants its content. */
    public boolean shouldLoad() {
        return shouldLoad;
    }

    /**
     * Returns the document itself; it is made when it is first asked for, with the options of the outer one and nothing in
     * it.
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
            made = new YDoc(in.options().withGuid(guid).withGc(gc()), clientId, this);
            doc = made;
        }
        return made;
    }

    /** Says that somebody here wants its content; listeners for subdocuments are told once. */
    public void load() {
        YDoc in = parent;
        boolean tell = item != null && !shouldLoad;
        shouldLoad = true;
        if (in != null && tell) {
            in.transact(transaction -> transaction.subdocuments().loaded(this), null, true);
        }
    }

    /**
     * Lets go of the content: the document is destroyed, and in its place stands a fresh subdocument of the same name that
     * nobody has loaded.
     */
    public void destroy() {
        if (doc != null) {
            doc.destroy();
        } else {
            replace();
        }
    }

    /** Returns this one if it is in no document yet. */
    YSubdocument requireNew() {
        if (parent != null) {
            throw new IllegalStateException("the subdocument is in a document already");
        }
        return this;
    }

    /** Makes this the content of an item. */
    void integrated(YDoc into, StructStore.Id id) {
        parent = into;
        item = id;
        clientId = into.clientId();
    }

    /** Takes the client id of the outer document. */
    void setClientId(long id) {
        clientId = id;
        if (doc != null) {
            doc.setClientId(id);
        }
    }

    /** Puts a fresh one in the place of this one, unless that has been done. */
    void replace() {
        YDoc in = parent;
        StructStore.Id at = item;
        if (in == null || at == null) {
            return;
        }
        item = null;
        int slot = at.client().locate(at.clock());
        YSubdocument fresh = new YSubdocument(guid, options, false);
        fresh.integrated(in, at);
        if (in.store.content(slot) == StructCursor.DOC) {
            in.store.payload.set(slot, fresh);
        }
        in.transact(
                transaction -> {
                    if (!in.store.isDeleted(at.client().locate(at.clock()))) {
                        transaction.subdocuments().added(fresh);
                    }
                    transaction.subdocuments().removed(this);
                },
                null,
                true);
    }

    /** Returns whether its document was made. */
    boolean isMade() {
        return doc != null;
    }

    /** Lets this one go whose item was deleted; returns whether that is news. */
    boolean leave() {
        boolean news = item != null;
        item = null;
        return news;
    }

    @Override
    public String toString() {
        return "YSubdocument[" + guid + "]";
    }
}
