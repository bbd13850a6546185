package io.collab.crdt;

import io.collab.crdt.internal.editing.MapEditor;
import io.collab.crdt.internal.event.Registration;
import io.collab.crdt.internal.store.Branch;
import io.collab.crdt.internal.store.StructStore;
import io.collab.crdt.internal.store.TransactionRecord;
import io.collab.crdt.lib0.Any;
import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.update.TypeKind;
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

    /** Creates the view of a type that is in a document. */
    static YType of(YDoc doc, Branch branch) {
        return switch (branch.kind) {
            case TypeKind.ARRAY -> new YArray(doc, branch);
            case TypeKind.MAP -> new YMap(doc, branch);
            case TypeKind.TEXT -> new YText(doc, branch);
            case TypeKind.XML_ELEMENT -> new YXmlElement(doc, branch);
            case TypeKind.XML_FRAGMENT -> new YXmlFragment(doc, branch);
            case TypeKind.XML_HOOK -> new YXmlHook(doc, branch);
            case TypeKind.XML_TEXT -> new YXmlText(doc, branch);
            default -> throw new IllegalStateException("a root of unknown kind has no public type");
        };
    }

    /** Returns the document, or null before the insertion into one. */
    public final @Nullable YDoc doc() {
        return doc;
    }

    /** Returns the type that contains this one, or null for a root and before the insertion. */
    public final @Nullable YType parent() {
        YDoc in = doc;
        if (in == null || branch().isRoot() || branch().dead) {
            return null;
        }
        Branch parent = in.store.parentOf(branch().item);
        return parent.kind == Branch.UNKNOWN ? null : in.view(parent);
    }

    /**
     * Adds an observer for changes of this type's own list and keys. It is called after the transaction and before
     * listeners for updates. It may edit; the changes become a transaction that follows. If it fails, the other
     * observers are called nevertheless; the method that made the change throws the first failure.
     *
     * @param observer the observer, called with the changes
     * @return an action that removes the observer
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
     * Adds an observer for changes of this type and of all types inside it. It is called once per transaction, after
     * the observers of all changed types; otherwise as {@link #observe}.
     *
     * @param observer the observer, called with the changes, outer types first
     * @return an action that removes the observer
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
     * Returns a new type with a copy of the whole content, to be inserted into a document.
     *
     * @throws IllegalStateException if this type is in no document
     * @throws DecodeException with the reason TOO_DEEP if it contains types nested more than 256 deep
     */
    public abstract YType copy();

    /** Returns the content as plain data: text and XML as text, a subdocument as an object with its guid. */
    public final Any toJson() {
        return ValueBridge.JSON.export(this);
    }

    /** Returns the number of the kind in updates. */
    abstract int kind();

    /** Returns the name in updates, for kinds that have one. */
    String name() {
        return "";
    }

    /** Inserts the collected content into the document in which the type was just integrated. */
    abstract void integrated(TransactionRecord transaction);

    /** Creates the branch of this new type. */
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

    /** Returns the type directly after or before this one in its list, or null. */
    final @Nullable YType sibling(boolean after) {
        YDoc in = doc;
        if (in == null || branch().isRoot() || branch().dead) {
            return null;
        }
        int[] links = after ? in.store.right : in.store.left;
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
