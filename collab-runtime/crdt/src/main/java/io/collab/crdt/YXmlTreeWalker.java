package io.collab.crdt;

import static io.collab.crdt.internal.store.StructStore.NONE;

import io.collab.crdt.internal.store.Branch;
import io.collab.crdt.internal.store.StructStore;
import io.collab.crdt.update.StructCursor;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the types inside XML in document order, outer ones first, however deep they are. Follows changes that are made
 * behind the place it has reached; ends if what it stands on is thrown away.
 */
public final class YXmlTreeWalker implements Iterator<YType> {

    private final YDoc doc;
    private final StructStore store;
    private final Branch root;
    private final Predicate<? super YType> filter;
    private Branch reached;
    private @Nullable YType next;

    YXmlTreeWalker(YDoc doc, Branch root, Predicate<? super YType> filter) {
        this.doc = doc;
        this.store = doc.store;
        this.root = root;
        this.filter = filter;
        this.reached = root;
    }

    @Override
    public boolean hasNext() {
        if (next == null) {
            next = find();
        }
        return next != null;
    }

    @Override
    public YType next() {
        YType found = hasNext() ? next : null;
        if (found == null) {
            throw new NoSuchElementException();
        }
        next = null;
        return found;
    }

    /** Returns the types that are left. */
    public Stream<YType> stream() {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED), false);
    }

    private @Nullable YType find() {
        int slot = enter(reached);
        if (slot == NONE) {
            slot = behind(reached);
        }
        while (slot != NONE) {
            boolean isType = store.content(slot) == StructCursor.TYPE;
            if (isType) {
                reached = store.branch(slot);
                YType type = doc.view(reached);
                if (filter.test(type)) {
                    return type;
                }
            }
            int inside = isType ? enter(reached) : NONE;
            slot = inside != NONE ? inside : behind(slot);
        }
        return null;
    }

    /** Returns the first item inside a fragment or element, or NONE. */
    private int enter(Branch branch) {
        boolean open = branch.kind == Branch.XML_ELEMENT || branch.kind == Branch.XML_FRAGMENT;
        return open ? visible(branch.start) : NONE;
    }

    private int behind(Branch branch) {
        return branch == root || branch.dead ? NONE : behind(branch.item);
    }

    /** Returns the next item behind one and everything in it, or NONE. */
    private int behind(int item) {
        int at = item;
        while (true) {
            int right = visible(store.right[at]);
            Branch parent = store.parentOf(at);
            if (right != NONE || parent == root || parent.isRoot()) {
                return right;
            }
            at = parent.item;
        }
    }

    private int visible(int item) {
        int at = item;
        while (at != NONE && store.isDeleted(at)) {
            at = store.right[at];
        }
        return at;
    }
}
