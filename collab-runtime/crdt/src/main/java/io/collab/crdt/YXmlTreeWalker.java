package io.collab.crdt;

import static io.collab.crdt.internal.store.StructStore.NONE;

import io.collab.crdt.internal.store.Branch;
import io.collab.crdt.internal.store.StructStore;
import io.collab.crdt.update.StructCursor;
import io.collab.crdt.update.TypeKind;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * An iterator over the types inside XML in document order, outer types first, at any depth. It includes changes that
 * are made after the position it has reached; it ends if its position is garbage-collected. Not thread-safe.
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

    /** Returns the remaining types as a stream. */
    public Stream<YType> stream() {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED), false);
    }

    private @Nullable YType find() {
        int slot = enter(reached);
        if (slot == NONE) {
            slot = after(reached);
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
            slot = inside != NONE ? inside : after(slot);
        }
        return null;
    }

    /** Returns the first item inside a fragment or element, or NONE. */
    private int enter(Branch branch) {
        boolean open = branch.kind == TypeKind.XML_ELEMENT || branch.kind == TypeKind.XML_FRAGMENT;
        return open ? visible(branch.start) : NONE;
    }

    private int after(Branch branch) {
        return branch == root || branch.dead ? NONE : after(branch.item);
    }

    /** Returns the next item after an item and everything inside it, or NONE. */
    private int after(int item) {
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
