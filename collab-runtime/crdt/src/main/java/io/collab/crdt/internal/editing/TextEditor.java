package io.collab.crdt.internal.editing;

import static io.collab.crdt.internal.store.StructStore.NONE;

import io.collab.crdt.internal.cleanup.FormattingGap;
import io.collab.crdt.internal.format.Attributes;
import io.collab.crdt.internal.format.FormatMark;
import io.collab.crdt.internal.integration.Integrator;
import io.collab.crdt.internal.store.Branch;
import io.collab.crdt.internal.store.ContentFactory;
import io.collab.crdt.internal.store.ListCursor;
import io.collab.crdt.internal.store.NewType;
import io.collab.crdt.internal.store.StructStore;
import io.collab.crdt.internal.store.TransactionRecord;
import io.collab.crdt.lib0.Any;
import io.collab.crdt.update.StructCursor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Edits a rich text at a position that moves to the right: between {@link #left} and {@link #right}, with the
 * attributes that hold there. Formatting is stored as marks in the list; each edit places the minimum of marks, exactly
 * those that Yjs places.
 */
public final class TextEditor {

    private final Integrator integrator;
    private final TransactionRecord transaction;
    private final StructStore store;
    private final Branch branch;
    private final ItemFactory factory;

    private int left = NONE;
    private int right;

    /** The number of visible units before this position. */
    private int index;

    private Map<String, Any> current = Map.of();

    /** Starts at the beginning of a text. */
    public TextEditor(Integrator integrator, TransactionRecord transaction, Branch branch) {
        this.integrator = integrator;
        this.transaction = transaction;
        this.store = integrator.store;
        this.branch = branch;
        this.factory = new ItemFactory(integrator, transaction);
        this.right = branch.start;
    }

    /**
     * Moves to an index; cuts the item there if necessary.
     *
     * @param index 0 to the length of the text
     * @param attributesMatter whether the attributes are needed even if no mark was integrated since the type is known
     *     as a text; otherwise earlier marks are ignored, as in Yjs
     */
    public void moveTo(int index, boolean attributesMatter) {
        this.index = index;
        int rest = index;
        if (index > 0 && branch.start != NONE) {
            if (!branch.hasMarks) {
                branch.cursor.seek(store, branch, index);
                right = branch.cursor.slot;
                left = store.left[right];
                rest = index - branch.cursor.index;
            } else if (!attributesMatter && !branch.hasFormatting) {
                rest = index - startNear(index);
            } else if (branch.index != null) {
                rest = index - jumpNear(index);
            }
        }
        int steps = 0;
        while (right != NONE && rest > 0) {
            if (++steps > ListCursor.FAR && branch.index == null) {
                rest = index - jumpNear(index);
            }
            if (isMark(right)) {
                if (!store.isDeleted(right)) {
                    applyMark(right);
                }
            } else if (!store.isDeleted(right)) {
                if (rest < store.length[right]) {
                    cutRight(rest);
                }
                rest -= store.length[right];
            }
            left = right;
            right = store.right[right];
        }
    }

    /** Returns the attributes at this position: a copy. */
    public Map<String, Any> attributes() {
        return current.isEmpty() ? Map.of() : new LinkedHashMap<>(current);
    }

    public void insertText(String text, Map<String, Any> attributes) {
        Map<String, Any> wanted = beginInsert(attributes);
        skipMarks(wanted);
        if (wanted.isEmpty() && left != NONE && integrator.extend(transaction, left, right, text)) {
            index += text.length();
            branch.cursor.set(left, index - store.length[left]);
            return;
        }
        Map<String, Any> negated = placeMarks(wanted);
        right = factory.text(place(), text);
        int inserted = right;
        int before = index;
        forward();
        placeNegated(negated);
        branch.cursor.set(inserted, before);
    }

    public <V> void insertValue(V value, Map<String, Any> attributes, ContentFactory<V> contents) {
        Map<String, Any> wanted = beginInsert(attributes);
        skipMarks(wanted);
        Map<String, Any> negated = placeMarks(wanted);
        Object content = contents.embedOf(value);
        right = content instanceof Any data ? factory.embed(place(), data) : factory.type(place(), (NewType) content);
        forward();
        placeNegated(negated);
    }

    public void format(int length, Map<String, Any> attributes) {
        Map<String, Any> wanted = Any.Obj.of(attributes).entries();
        skipMarks(wanted);
        Map<String, Any> negated = placeMarks(wanted);
        int rest = length;
        while (right != NONE && (rest > 0 || !negated.isEmpty() && (store.isDeleted(right) || isMark(right)))) {
            if (isMark(right) && !store.isDeleted(right)) {
                if (!formatMark(wanted, negated, rest)) {
                    break;
                }
            } else if (!store.isDeleted(right)) {
                if (rest < store.length[right]) {
                    cutRight(rest);
                }
                rest -= store.length[right];
            }
            forward();
        }
        if (rest > 0) {
            right = factory.text(place(), "\n".repeat(rest)); // Quill assumes a line break at the end
            forward();
        }
        placeNegated(negated);
    }

    /**
     * Appends plain text to the run at the cursor of an unformatted text, which is what typing does.
     *
     * @return false if that is not possible; nothing is changed then
     */
    public static boolean append(
            Integrator integrator, TransactionRecord transaction, Branch branch, int index, String text) {
        StructStore store = integrator.store;
        int run = branch.cursor.slot;
        int before = branch.cursor.index;
        if (branch.hasMarks || run == NONE || index != before + store.length[run]) {
            return false;
        }
        int right = store.right[run];
        if (right != NONE && store.isDeleted(right) || !integrator.extend(transaction, run, right, text)) {
            return false;
        }
        branch.cursor.set(run, before);
        return true;
    }

    /**
     * Deletes an end of a run of unformatted text, as the keys Backspace and Delete do.
     *
     * @return false if that is not possible; nothing is changed then
     */
    public static boolean deleteEnd(
            Integrator integrator, TransactionRecord transaction, Branch branch, int index, int length) {
        if (branch.hasMarks) {
            return false;
        }
        StructStore store = integrator.store;
        branch.cursor.seek(store, branch, index);
        int run = branch.cursor.slot;
        int before = branch.cursor.index;
        boolean done = index == before
                ? integrator.deleteStart(transaction, run, length)
                : index + length == before + store.length[run] && integrator.deleteEnd(transaction, run, length);
        if (done) {
            branch.cursor.set(run, before);
        }
        return done;
    }

    public void delete(int length) {
        Map<String, Any> before = attributes();
        int start = right;
        int rest = length;
        while (rest > 0 && right != NONE) {
            if (!store.isDeleted(right) && isTextContent(right)) {
                if (rest < store.length[right]) {
                    cutRight(rest);
                }
                rest -= store.length[right];
                integrator.delete(transaction, right);
            }
            forward();
        }
        if (branch.hasMarks) {
            if (start != NONE) {
                new FormattingGap(integrator, transaction).clean(start, right, before, changeable());
            }
        } else if (right != NONE) {
            branch.cursor.set(right, index);
        }
    }

    public boolean isAtEnd() {
        return right == NONE;
    }

    /** Processes a mark in the range to be formatted; returns false if it ends the walk. */
    private boolean formatMark(Map<String, Any> wanted, Map<String, Any> negated, int rest) {
        FormatMark mark = mark(right);
        Any value = wanted.get(mark.key());
        if (value == null) {
            return true;
        }
        if (Attributes.equal(value, mark.value())) {
            negated.remove(mark.key());
        } else if (rest == 0) {
            return false;
        } else {
            negated.put(mark.key(), mark.value());
        }
        integrator.delete(transaction, right);
        return true;
    }

    /** Returns the wanted attributes, and null for every other attribute that holds here. */
    private Map<String, Any> beginInsert(Map<String, Any> attributes) {
        if (attributes.isEmpty() && current.isEmpty()) {
            return Map.of();
        }
        Map<String, Any> wanted = new LinkedHashMap<>(attributes);
        current.keySet().forEach(key -> wanted.putIfAbsent(key, Any.NULL));
        return Any.Obj.of(wanted).entries();
    }

    /** Moves over deleted items and over marks that set a wanted attribute. */
    private void skipMarks(Map<String, Any> wanted) {
        while (right != NONE
                && (store.isDeleted(right)
                        || isMark(right)
                                && Attributes.equal(
                                        Attributes.get(wanted, mark(right).key()),
                                        mark(right).value()))) {
            forward();
        }
    }

    /** Places marks for attributes that do not hold yet; returns the attributes to be restored after the content. */
    private Map<String, Any> placeMarks(Map<String, Any> wanted) {
        if (wanted.isEmpty()) {
            return Map.of();
        }
        Map<String, Any> negated = new LinkedHashMap<>();
        wanted.forEach((key, value) -> {
            Any holds = Attributes.get(current, key);
            if (!Attributes.equal(holds, value)) {
                negated.put(key, holds);
                right = factory.mark(place(), key, value);
                forward();
            }
        });
        return negated;
    }

    private void placeNegated(Map<String, Any> negated) {
        while (right != NONE && (store.isDeleted(right) || isMark(right) && isNegated(negated, mark(right)))) {
            if (!store.isDeleted(right)) {
                negated.remove(mark(right).key());
            }
            forward();
        }
        negated.forEach((key, value) -> {
            right = factory.mark(place(), key, value);
            forward();
        });
    }

    private static boolean isNegated(Map<String, Any> negated, FormatMark mark) {
        Any value = negated.get(mark.key());
        return value != null && Attributes.equal(value, mark.value());
    }

    private void forward() {
        if (!store.isDeleted(right)) {
            if (isMark(right)) {
                applyMark(right);
            } else {
                index += store.length[right];
            }
        }
        left = right;
        right = store.right[right];
    }

    private ItemFactory.Place place() {
        return new ItemFactory.Place(branch, left, right, null);
    }

    private void cutRight(int offset) {
        store.cleanStart(transaction, store.owner(right), store.clock[right] + offset);
    }

    private boolean isMark(int slot) {
        return store.content(slot) == StructCursor.FORMAT;
    }

    private boolean isTextContent(int slot) {
        int content = store.content(slot);
        return content == StructCursor.STRING || content == StructCursor.TYPE || content == StructCursor.EMBED;
    }

    private FormatMark mark(int slot) {
        return (FormatMark) store.payloadOf(slot);
    }

    private void applyMark(int slot) {
        Attributes.apply(changeable(), mark(slot));
    }

    private Map<String, Any> changeable() {
        if (current.isEmpty()) {
            current = new LinkedHashMap<>(); // it may be the immutable empty map
        }
        return current;
    }

    /**
     * Moves near an index of a formatted text, with the attributes that hold there.
     *
     * @return the index of the new position
     */
    private int jumpNear(int index) {
        current = new LinkedHashMap<>();
        branch.index(store).seekWithAttributes(index, branch.cursor, current);
        right = branch.cursor.slot;
        left = store.left[right];
        return branch.cursor.index;
    }

    /**
     * Moves near an index without considering the items before: to the first of the consecutive items of one client of
     * which one contains the index.
     *
     * @return the index of the new position
     */
    private int startNear(int index) {
        int slot = branch.start;
        int before = 0;
        if (slot == NONE) {
            return 0;
        }
        while (store.right[slot] != NONE && before < index) {
            if (store.isVisible(slot)) {
                if (index < before + store.length[slot]) {
                    break;
                }
                before += store.length[slot];
            }
            slot = store.right[slot];
        }
        int previous = store.left[slot];
        while (previous != NONE
                && store.client[previous] == store.client[slot]
                && store.clock[previous] + store.length[previous] == store.clock[slot]) {
            slot = previous;
            before -= store.isVisible(slot) ? store.length[slot] : 0;
            previous = store.left[slot];
        }
        left = previous;
        right = slot;
        return before;
    }
}
