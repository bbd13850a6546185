package io.collab.crdt;

import io.collab.crdt.internal.editing.MapEditor;
import io.collab.crdt.internal.event.Registration;
import io.collab.crdt.internal.store.Branch;
import io.collab.crdt.internal.store.StructStore;
import io.collab.crdt.internal.store.TransactionRecord;
import io.collab.crdt.lib0.Any;
import io.collab.crdt.lib0.DecodeException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A shared type: text, array, map or XML. A new one collects its content until it is inserted into a document, once;
 * from then on it is a view of the document. Not thread-safe.
 */
public abstract sealed class YType implements YValue permits YText, YArray, YMap, YXmlFragment {

    private @Nullable YDoc doc;
    private @Nullable Branch branch;
    private List<Consumer<YEvent>> observers = List.of();
    private List<Consumer<List<YEvent>>> deepObservers = List.of();

    YType() {}

    YType(YDoc doc, Branch branch) {
        this.doc = doc;
        this.branch = branch;
    }

    /** Makes the handle of a type that is in a document. */
    static YType of(YDoc doc, Branch branch) {
        return switch (branch.kind) {
            case Branch.ARRAY -> new YArray(doc, branch);
            case Branch.MAP -> new YMap(doc, branch);
            case Branch.TEXT -> new YText(doc, branch);
            case Branch.XML_ELEMENT -> new YXmlElement(doc, branch);
            case Branch.XML_FRAGMENT -> new YXmlFragment(doc, branch);
            case Branch.XML_HOOK -> new YXmlHook(doc, branch);
            case Branch.XML_TEXT -> new YXmlText(doc, branch);
            default -> throw new IllegalStateException("a root of unknown kind has no handle");
        };
    }

    /** Returns the document, or null before the insertion into one. */
    public final @Nullable YDoc doc() {
        return doc;
    }

    /** Returns the type that this one is in, or null for a root and before the insertion. */
    public final @Nullable YType parent() {
        YDoc in = doc;
        if (in == null || branch().isRoot() || branch().dead) {
            return null;
        }
        Branch parent = in.store.parentOf(branch().item);
        return parent.kind == Branch.UNKNOWN ? null : in.view(parent);
    }

    /**
     * Adds an observer for changes of this type's own list and keys. It is called after the transaction, before listeners
     * for updates, and may edit: that becomes a transaction that follows. If it fails, everybody else is called all the
     * same; the first failure is thrown by whoever made the change.
     *
     * @param observer called with what changed
     * @return removes the observer
     */
    public final Runnable observe(Consumer<YEvent> observer) {
        observers = new ArrayList<>(observers);
        observers.add(observer);
        countObserver(1);
        return new Registration(() -> {
            if (observers.remove(observer)) {
                countObserver(-1);
            }
        });
    }

    /**
     * Adds an observer for changes of this type and of all types in it. It is called once a transaction, after the
     * observers of all changed types; otherwise as {@link #observe}.
     *
     * @param observer called with what changed, outer types first
     * @return removes the observer
     */
    public final Runnable observeDeep(Consumer<List<YEvent>> observer) {
        deepObservers = new ArrayList<>(deepObservers);
        deepObservers.add(observer);
        countObserver(1);
        return new Registration(() -> {
            if (deepObservers.remove(observer)) {
                countObserver(-1);
            }
        });
    }

    /**
     * Returns a new type with copies of everything that is in this one, to be inserted into a document.
     *
     * @throws IllegalStateException if this type is in no document
     * @throws DecodeException with the reason TOO_DEEP if it holds types nested more than 256 deep
     */
    public abstract YType copy();

    /** Returns the content as plain data: text and XML as text, subdocuments as an object with their guid. */
    public final Any toJson() {
        return ValueBridge.JSON.export(this);
    }

    /** Returns the kind number on the wire. */
    abstract int kind();

    /** Returns the name on the wire, for kinds that have one. */
    String name() {
        return "";
    }

    /** Moves the collected content into the document, in which the type has just been integrated. */
    abstract void integrated(TransactionRecord transaction);

    /** Makes the inside of this new type. */
    final Branch insertInto(YDoc into) {
        if (doc != null) {
            throw new IllegalStateException("the type is in a document already");
        }
        Branch made = new Branch(kind(), name());
        made.view = this;
        doc = into;
        branch = made;
        countObserver(observers.size() + deepObservers.size());
        return made;
    }

    final List<Consumer<YEvent>> observers() {
        return observers;
    }

    final List<Consumer<List<YEvent>>> deepObservers() {
        return deepObservers;
    }

    private void countObserver(int more) {
        if (doc != null) {
            doc.observers(more);
        }
    }

    /** Returns the type right behind or before this one in its list, or null. */
    final @Nullable YType sibling(boolean behind) {
        YDoc in = doc;
        if (in == null || branch().isRoot() || branch().dead) {
            return null;
        }
        int[] links = behind ? in.store.right : in.store.left;
        int slot = links[branch().item];
        while (slot != StructStore.NONE && in.store.isDeleted(slot)) {
            slot = links[slot];
        }
        return slot != StructStore.NONE && in.store.payload.get(slot) instanceof Branch type ? in.view(type) : null;
    }

    final boolean isIntegrated() {
        return doc != null;
    }

    final Branch branch() {
        Branch of = branch;
        if (of == null) {
            throw new IllegalStateException("the type is not in a document yet");
        }
        return of;
    }

    final StructStore store() {
        YDoc in = doc;
        if (in == null) {
            throw new IllegalStateException("the type is not in a document yet");
        }
        return in.store;
    }

    /** Runs an edit of this type, which calls no code of the application. */
    final void edit(Consumer<Transaction> change) {
        YDoc in = doc;
        if (in == null) {
            throw new IllegalStateException("the type is not in a document yet");
        }
        if (branch().dead) {
            throw new IllegalStateException("the type was deleted");
        }
        in.transact(change, null, true);
    }

    /** Returns an editor of the keys of this type. */
    final MapEditor keys(TransactionRecord transaction) {
        return new MapEditor(document().integrator, transaction, branch());
    }

    final YDoc document() {
        YDoc in = doc;
        if (in == null) {
            throw new IllegalStateException("the type is not in a document yet");
        }
        return in;
    }
}
