package io.collab.crdt.internal.store;

import io.collab.crdt.lib0.Any;
import org.jspecify.annotations.Nullable;

/**
 * The content of an item that holds a subdocument: name, options and whether its content is wanted here. The document
 * itself and its public view are made on demand by the owner of {@link #view}.
 */
public final class Subdocument {

    private static final String AUTO_LOAD = "autoLoad";

    public final String guid;

    /** The options that are part of the document; only those that differ from the default. */
    public final Any.Obj options;

    /** Whether the content is wanted here. */
    public boolean shouldLoad;

    /** The id under which the outer document wrote when this was inserted, integrated or added. */
    public long clientId;

    /** The public view, or null until it is needed; opaque to internal code. */
    public @Nullable Object view;

    private StructStore.@Nullable Id item;

    public Subdocument(String guid, Any.Obj options, boolean shouldLoad) {
        this.guid = guid;
        this.options = options;
        this.shouldLoad = shouldLoad;
    }

    /** Returns a subdocument that was received with an update, or is a copy of another one. */
    public static Subdocument received(String guid, Any.Obj options) {
        return new Subdocument(guid, options, options.entries().containsKey(AUTO_LOAD));
    }

    /** Makes this the content of an item. */
    public void integrated(StructStore.Id id, long ownClientId) {
        item = id;
        clientId = ownClientId;
    }

    /** Returns the id of the item whose content this is, or null before the integration and after the removal. */
    public StructStore.@Nullable Id item() {
        return item;
    }

    /** Detaches this from its item, which was deleted or has another content; returns whether it was attached. */
    public boolean detach() {
        boolean attached = item != null;
        item = null;
        return attached;
    }
}
