package io.collab.crdt;

import io.collab.crdt.internal.editing.TextEditor;
import io.collab.crdt.internal.format.Attributes;
import io.collab.crdt.internal.reading.SnapshotText;
import io.collab.crdt.internal.reading.TextReader;
import io.collab.crdt.internal.snapshot.SnapshotState;
import io.collab.crdt.internal.store.Branch;
import io.collab.crdt.internal.store.TransactionRecord;
import io.collab.crdt.lib0.Any;
import io.collab.crdt.update.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Shared rich text: text, embedded values and types, each with formatting attributes. Positions and lengths are UTF-16
 * code units; an embedded value has length 1. A cut inside a surrogate pair replaces both halves by U+FFFD. Not
 * thread-safe.
 *
 * <p>Edits of a text that is in no document yet are recorded and executed when it is inserted. Their ranges are checked
 * only then: one that is out of range makes the insertion fail after the edits before it were executed.
 */
public sealed class YText extends YType permits YXmlText {

    private static final String SNAPSHOT_ORIGIN = "cleanup";

    private final List<Runnable> collected = new ArrayList<>();

    /** Creates a text to be inserted into a document. */
    public YText() {}

    /**
     * Creates a text with content, to be inserted into a document.
     *
     * @param text the content
     */
    public YText(String text) {
        insert(0, text);
    }

    YText(YDoc doc, Branch branch) {
        super(doc, branch);
    }

    /** Returns the length; 0 before the insertion. */
    public final int length() {
        return isIntegrated() ? branch().length : 0;
    }

    /**
     * Inserts text with the formatting at that position.
     *
     * @param index index, 0 to the length
     * @param text the text
     * @throws IndexOutOfBoundsException if the index is out of range
     */
    public final void insert(int index, String text) {
        whenIntegrated(() -> {
            checkRange(index, 0);
            if (!text.isEmpty()) {
                edit(transaction -> {
                    if (!TextEditor.append(document().integrator, transaction.record, branch(), index, text)) {
                        TextEditor editor = editor(transaction.record);
                        editor.moveTo(index, false);
                        editor.insertText(text, editor.attributes());
                    }
                });
            }
        });
    }

    /**
     * Inserts text with exactly the specified formatting.
     *
     * @param index index, 0 to the length
     * @param text the text
     * @param attributes the formatting; {@link Any#NULL} for an attribute that the text must not have
     * @throws IndexOutOfBoundsException if the index is out of range
     */
    public final void insert(int index, String text, Map<String, Any> attributes) {
        Map<String, Any> formatting = Attributes.of(attributes);
        whenIntegrated(() -> {
            checkRange(index, 0);
            if (!text.isEmpty()) {
                edit(transaction -> {
                    TextEditor editor = editor(transaction.record);
                    editor.moveTo(index, true);
                    editor.insertText(text, formatting);
                });
            }
        });
    }

    /**
     * Inserts a value or a new shared type without formatting.
     *
     * @param index index, 0 to the length
     * @param value the value or type
     * @throws IndexOutOfBoundsException if the index is out of range
     */
    public final void insertEmbed(int index, YValue value) {
        insertEmbed(index, value, Map.of(), false);
    }

    /**
     * Inserts a value or a new shared type with exactly the specified formatting.
     *
     * @param index index, 0 to the length
     * @param value the value or type
     * @param attributes the formatting
     * @throws IndexOutOfBoundsException if the index is out of range
     */
    public final void insertEmbed(int index, YValue value, Map<String, Any> attributes) {
        insertEmbed(index, value, attributes, true);
    }

    /**
     * Deletes a range.
     *
     * @param index index of the first unit
     * @param length number of units
     * @throws IndexOutOfBoundsException if the range is out of the text
     */
    public final void delete(int index, int length) {
        whenIntegrated(() -> {
            checkRange(index, length);
            if (length > 0) {
                edit(transaction -> {
                    if (!TextEditor.deleteEnd(document().integrator, transaction.record, branch(), index, length)) {
                        TextEditor editor = editor(transaction.record);
                        editor.moveTo(index, false);
                        editor.delete(length);
                    }
                });
            }
        });
    }

    /**
     * Changes the formatting of a range.
     *
     * @param index index of the first unit
     * @param length number of units
     * @param attributes the attributes to be set; {@link Any#NULL} ends an attribute
     * @throws IndexOutOfBoundsException if the range is out of the text
     */
    public final void format(int index, int length, Map<String, Any> attributes) {
        Map<String, Any> formatting = Attributes.of(attributes);
        whenIntegrated(() -> {
            checkRange(index, length);
            if (length > 0) {
                edit(transaction -> {
                    TextEditor editor = editor(transaction.record);
                    editor.moveTo(index, true);
                    if (!editor.isAtEnd()) {
                        editor.format(length, formatting);
                    }
                });
            }
        });
    }

    /**
     * Applies a delta from the beginning of the text on.
     *
     * @param delta the steps
     */
    public final void applyDelta(List<Delta> delta) {
        applyDelta(delta, true);
    }

    /**
     * Applies a delta from the beginning of the text on.
     *
     * @param delta the steps
     * @param keepFinalNewline whether a line break at the end of the last insertion is kept; Quill appends one to every
     *     text, which other editors do not show
     */
    public final void applyDelta(List<Delta> delta, boolean keepFinalNewline) {
        List<Delta> steps = List.copyOf(delta);
        whenIntegrated(() -> edit(transaction -> {
            TextEditor editor = editor(transaction.record);
            for (int i = 0; i < steps.size(); i++) {
                apply(editor, steps.get(i), !keepFinalNewline && i == steps.size() - 1);
            }
        }));
    }

    /**
     * Returns the content with its formatting, as insertions only. Each insertion has a map of its own for its
     * attributes, so the memory grows with the number of insertions times the number of attributes.
     */
    public final List<Delta> toDelta() {
        if (!isIntegrated()) {
            return new ArrayList<>();
        }
        YDoc doc = document();
        return new TextReader<>(doc.store, doc.values, doc.values).toDelta(branch());
    }

    /**
     * Returns the content as a snapshot shows it, compared with an older one: content of only one of them has the
     * attribute {@code ychange}, an object whose {@code type} is {@code added} or {@code removed}. The document must be
     * without garbage collection.
     *
     * @param snapshot the shown snapshot; null for the present state
     * @param before the snapshot it is compared with; null for none
     */
    public final List<Delta> toDelta(@Nullable Snapshot snapshot, @Nullable Snapshot before) {
        if (!isIntegrated() || snapshot == null && before == null) {
            return toDelta();
        }
        YDoc doc = document();
        SnapshotText<YValue, Delta> text =
                new SnapshotText<>(doc.store, doc.reader, doc.values, stateOf(snapshot), stateOf(before));
        List<List<Delta>> result = new ArrayList<>(1);
        doc.transact(transaction -> result.add(text.toDelta(transaction.record, branch())), SNAPSHOT_ORIGIN);
        return result.get(0);
    }

    /**
     * Sets an attribute of the text as a whole.
     *
     * @param key the name
     * @param value the value: {@link YValue}, or a plain object that {@link YValue#of} accepts
     */
    public final void setAttribute(String key, @Nullable Object value) {
        YValue content = YValue.of(value);
        whenIntegrated(() -> edit(transaction -> keys(transaction.record).set(key, content, document().values)));
    }

    /**
     * Removes an attribute of the text as a whole.
     *
     * @param key the name
     */
    public final void removeAttribute(String key) {
        whenIntegrated(() -> edit(transaction -> keys(transaction.record).delete(key)));
    }

    /**
     * Returns an attribute of the text as a whole, or null if it does not exist.
     *
     * @param key the name
     */
    public final @Nullable YValue getAttribute(String key) {
        return isIntegrated() ? document().reader.get(branch(), key) : null;
    }

    /** Returns the attributes of the text as a whole: a copy. */
    public final Map<String, YValue> attributes() {
        return isIntegrated() ? document().reader.entries(branch()) : Map.of();
    }

    /**
     * Returns the attributes as a snapshot shows them; the document must be without garbage collection.
     *
     * @param snapshot a snapshot of this document, or of an older state of it
     */
    public final Map<String, YValue> attributes(Snapshot snapshot) {
        return isIntegrated() ? document().reader.entries(branch(), snapshot.state) : Map.of();
    }

    /** Returns the plain text without embedded values. For XML text: the text with its formatting as tags. */
    @Override
    public String toString() {
        return isIntegrated() ? TextReader.plainText(store(), branch()) : "";
    }

    @Override
    public YText copy() {
        return (YText) new TypeCopy().copy(this);
    }

    @Override
    int kind() {
        return TypeKind.TEXT;
    }

    @Override
    final void integrated(TransactionRecord transaction) {
        List<Runnable> edits = List.copyOf(collected);
        collected.clear();
        edits.forEach(Runnable::run);
    }

    private void insertEmbed(int index, YValue value, Map<String, Any> attributes, boolean attributesMatter) {
        Map<String, Any> formatting = Attributes.of(attributes);
        whenIntegrated(() -> {
            checkRange(index, 0);
            edit(transaction -> {
                TextEditor editor = editor(transaction.record);
                editor.moveTo(index, attributesMatter);
                editor.insertValue(value, formatting, document().values);
            });
        });
    }

    private void apply(TextEditor editor, Delta step, boolean dropNewline) {
        if (step instanceof Delta.InsertText insert) {
            String text = insert.text();
            if (dropNewline && editor.isAtEnd() && text.endsWith("\n")) {
                text = text.substring(0, text.length() - 1);
            }
            if (!text.isEmpty()) {
                editor.insertText(text, Attributes.of(insert.attributes()));
            }
        } else if (step instanceof Delta.InsertValue insert) {
            editor.insertValue(insert.value(), Attributes.of(insert.attributes()), document().values);
        } else if (step instanceof Delta.Retain retain) {
            editor.format(retain.length(), Attributes.of(retain.attributes()));
        } else if (step instanceof Delta.Delete delete) {
            editor.delete(delete.length());
        } else {
            throw new IllegalArgumentException("not a step of a text: " + step);
        }
    }

    private void whenIntegrated(Runnable change) {
        if (isIntegrated()) {
            change.run();
        } else {
            collected.add(change);
        }
    }

    private void checkRange(int index, int count) {
        if (index < 0 || count < 0 || index > length() - count) {
            throw new IndexOutOfBoundsException("range " + index + "+" + count + " of " + length());
        }
    }

    private TextEditor editor(TransactionRecord transaction) {
        return new TextEditor(document().integrator, transaction, branch());
    }

    private static @Nullable SnapshotState stateOf(@Nullable Snapshot snapshot) {
        return snapshot == null ? null : snapshot.state;
    }
}
