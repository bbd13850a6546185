package io.collab.crdt.internal.store;

import io.collab.crdt.lib0.Any;
import io.collab.crdt.update.SubdocumentOptions;
import org.jspecify.annotations.Nullable;

/**
 * The content of an item that holds a subdocument: name, options and whether its content is requested in this replica.
 * The public view and the document itself are created on demand by the public package.
 */
public final class Subdocument {

    public final String guid;

    /** The options that are part of the document; only those that differ from the default. */
    public final Any.Obj options;

    /** Whether the content is requested in this replica. */
    public boolean shouldLoad;

    /** The client id of the outer document when this was integrated or added. */
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
        return new Subdocument(guid, options, options.entries().containsKey(SubdocumentOptions.AUTO_LOAD));
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
