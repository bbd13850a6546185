package io.collab.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collab.crdt.StackItemEvent.Kind;
import io.collab.crdt.lib0.Any;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UndoManagerTest {

    private final YDoc doc = Documents.doc(1);
    private final YDoc other = Documents.doc(2);
    private final YText text = doc.getText("t");
    private final YMap map = doc.getMap("m");
    private long now = 1_000;
    private final UndoOptions options = UndoOptions.of(() -> now).withCaptureTimeout(0);

    @AfterEach
    void invariantsHold() {
        doc.checkInvariants();
    }

    private void exchange() {
        doc.applyUpdate(other.encodeStateAsUpdate(), "remote");
        other.applyUpdate(doc.encodeStateAsUpdate(), "remote");
    }

    @Test
    void insertionsAndDeletionsAreUndoneAndRedone() {
        UndoManager undo = new UndoManager(List.of(text), options);
        text.insert(0, "abc");
        text.delete(1, 1);
        assertThat(undo.undo()).isNotNull();
        assertThat(text.toString()).isEqualTo("abc");
        undo.undo();
        assertThat(text.toString()).isEmpty();
        assertThat(undo.undo()).isNull();
        undo.redo();
        undo.redo();
        assertThat(text.toString()).isEqualTo("ac");
        assertThat(undo.redo()).isNull();
        assertThat(undo.canUndo()).isTrue();
        assertThat(undo.canRedo()).isFalse();
    }

    @Test
    void theTransactionInWhichAManagerIsMadeIsItsFirstStep() {
        text.insert(0, "abcdef");
        text.delete(5, 1);
        List<UndoManager> made = new ArrayList<>();
        doc.transact(() -> {
            text.delete(3, 2);
            made.add(new UndoManager(List.of(text), options));
        });
        made.get(0).undo();
        assertThat(text.toString()).isEqualTo("abcde");
        made.get(0).redo();
        assertThat(text.toString()).isEqualTo("abc");
    }

    @Test
    void theUndoneStepIsReportedWithItsTransaction() {
        UndoManager undo = new UndoManager(List.of(text), options);
        text.insert(0, "abc");
        undo.onStackItemPopped(event -> map.set("k", 1));
        List<Object> seen = new ArrayList<>();
        undo.onStackItemPopped(event -> {
            seen.add(event.transaction().origin());
            seen.add(event.transaction().isChanged(text));
            seen.add(event.transaction().isChanged(map));
        });
        undo.undo();
        assertThat(seen).containsExactly(undo, true, false);
    }

    @Test
    void formattingIsUndone() {
        text.insert(0, "abc");
        UndoManager undo = new UndoManager(List.of(text), options);
        text.format(0, 2, Map.of("bold", Any.of(true)));
        undo.undo();
        assertThat(text.toDelta()).containsExactly(new Delta.InsertText("abc", Map.of()));
    }

    @Test
    void changesWithinTheTimeOutAreOneStep() {
        UndoManager undo = new UndoManager(List.of(text), options.withCaptureTimeout(500));
        text.insert(0, "a");
        now += 499;
        text.insert(1, "b");
        now += 500;
        text.insert(2, "c");
        undo.stopCapturing();
        text.insert(3, "d");
        assertThat(undo.undoStack()).hasSize(3);
        undo.undo();
        undo.undo();
        assertThat(text.toString()).isEqualTo("ab");
        undo.undo();
        assertThat(text.toString()).isEmpty();
    }

    @Test
    void changesOfOthersAreNotUndone() {
        UndoManager undo = new UndoManager(List.of(text), options);
        text.insert(0, "mine");
        exchange();
        other.getText("t").insert(2, "YOURS");
        exchange();
        undo.undo();
        assertThat(text.toString()).isEqualTo("YOURS");
        exchange();
        Documents.assertEqual(other, doc);
    }

    @Test
    void onlyTrackedOriginsAndClassesOfThemAreCaptured() {
        Set<Object> origins = new HashSet<>(Arrays.asList("user", Integer.class));
        UndoManager undo = new UndoManager(List.of(text), options.withTrackedOrigins(origins));
        text.insert(0, "a");
        doc.transact(transaction -> text.insert(1, "b"), "user");
        doc.transact(transaction -> text.insert(2, "c"), 7);
        doc.transact(transaction -> text.insert(3, "d"), "another");
        undo.addTrackedOrigin("another");
        doc.transact(transaction -> text.insert(4, "e"), "another");
        undo.removeTrackedOrigin("another");
        doc.transact(transaction -> text.insert(5, "f"), "another");
        assertThat(undo.undoStack()).hasSize(3);
        undo.undo();
        undo.undo();
        undo.undo();
        assertThat(text.toString()).isEqualTo("adf");
    }

    @Test
    void onlyTheScopeIsCaptured() {
        UndoManager undo = new UndoManager(List.of(text), options);
        map.set("k", 1);
        assertThat(undo.canUndo()).isFalse();
        undo.addToScope(List.of(map));
        YMap inner = new YMap();
        map.set("k", inner);
        inner.set("n", 1);
        assertThat(undo.undoStack()).hasSize(2);
        undo.undo();
        assertThat(inner.size()).isZero();
        undo.undo();
        assertThat(map.get("k")).isEqualTo(YValue.of(1));
        assertThatThrownBy(() -> undo.addToScope(List.of(other.getMap("m"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new UndoManager(List.of(), options)).isInstanceOf(IllegalArgumentException.class);
        undo.destroy();
        assertThatThrownBy(() -> new UndoManager(List.of(text, other.getMap("m")), options))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(doc.isObserved()).as("no observer is left").isFalse();
    }

    @Test
    void aWholeDocumentCanBeTheScope() {
        UndoManager undo = new UndoManager(doc, options);
        map.set("k", 1);
        doc.getArray("later").push(List.of(1));
        undo.undo();
        undo.undo();
        assertThat(map.size()).isZero();
        assertThat(doc.getArray("later").length()).isZero();
    }

    @Test
    void transactionsCanBeLeftOut() {
        UndoManager undo = new UndoManager(
                List.of(text), options.withCaptureTransaction(t -> !t.meta().containsKey("quiet")));
        doc.transact(
                transaction -> {
                    transaction.meta().put("quiet", true);
                    text.insert(0, "a");
                },
                null);
        assertThat(undo.canUndo()).isFalse();
    }

    @Test
    void theFilterKeepsItems() {
        YXmlFragment root = doc.getXmlFragment("x");
        List<UndoCandidate> candidates = new ArrayList<>();
        UndoManager undo = new UndoManager(List.of(root), options.withDeleteFilter(item -> {
            candidates.add(item);
            return !(item.type() instanceof YXmlElement element
                    && element.nodeName().equals("keep"));
        }));
        YXmlElement keep = new YXmlElement("keep");
        YXmlElement drop = new YXmlElement("drop");
        doc.transact(() -> {
            root.push(List.of(keep, drop));
            keep.setAttribute("a", 1);
        });
        assertThat(undo.undo()).isNotNull();
        assertThat(root.toList()).containsExactly(keep);
        assertThat(keep.getAttribute("a")).isNull();
        assertThat(candidates)
                .containsExactly(
                        new UndoCandidate(keep, "a", null, 1, 2, 1),
                        new UndoCandidate(root, null, drop, 1, 1, 1),
                        new UndoCandidate(root, null, keep, 1, 0, 1));
    }

    @Test
    void aKeySetByOthersIsNotUndoneUnlessRequested() {
        map.set("k", "first");
        UndoManager undo = new UndoManager(List.of(map), options);
        UndoManager insistent = new UndoManager(List.of(map), options.withIgnoreRemoteMapChanges(true));
        map.set("k", "mine");
        exchange();
        other.getMap("m").set("k", "theirs");
        exchange();
        assertThat(undo.undo()).isNull();
        assertThat(map.get("k")).isEqualTo(YValue.of("theirs"));
        assertThat(insistent.undo()).isNotNull();
        assertThat(map.get("k")).isEqualTo(YValue.of("first"));
    }

    @Test
    void contentThatCanBeUndoneIsNotCollected() {
        YMap inner = new YMap();
        map.set("k", inner);
        inner.set("n", "value");
        UndoManager undo = new UndoManager(List.of(map), options);
        map.delete("k");
        undo.undo();
        assertThat(((YMap) map.get("k")).get("n")).isEqualTo(YValue.of("value"));
        map.delete("k");
        int kept = doc.encodeStateAsUpdate().length;
        undo.clear();
        map.set("k", 1);
        YDoc copy = Documents.replicaOf(doc.encodeStateAsUpdate());
        assertThat(undo.canUndo()).isTrue();
        assertThat(kept).isPositive();
        Documents.assertEqual(copy, doc);
    }

    @Test
    void aPositionInRestoredContentIsResolved() {
        text.insert(0, "hello world");
        RelativePosition position = RelativePosition.of(text, 8, 0);
        UndoManager undo = new UndoManager(List.of(text), options);
        text.delete(6, 5);
        assertThat(position.resolve(doc)).isEqualTo(new AbsolutePosition(text, 6, 0));
        undo.undo();
        assertThat(position.resolve(doc)).isEqualTo(new AbsolutePosition(text, 8, 0));
        assertThat(position.resolve(doc, false)).isEqualTo(new AbsolutePosition(text, 11, 0));
    }

    @Test
    void listenersSeeStepsAddedExtendedAndRemoved() {
        List<Object> seen = new ArrayList<>();
        UndoManager undo = new UndoManager(List.of(text), options.withCaptureTimeout(500));
        undo.onStackItemAdded(event -> {
            event.stackItem().meta().put("cursor", text.length());
            seen.add("added " + event.kind() + " " + event.transaction().isChanged(text));
        });
        undo.onStackItemUpdated(event -> seen.add("updated " + event.origin()));
        undo.onStackItemPopped(event -> {
            assertThat(event.origin()).isSameAs(undo);
            assertThat(undo.currStackItem()).isSameAs(event.stackItem());
            seen.add("popped " + event.kind() + " " + event.stackItem().meta().get("cursor"));
        });
        undo.onStackCleared(seen::add);
        text.insert(0, "a");
        text.insert(1, "b");
        undo.undo();
        undo.redo();
        undo.clear();
        assertThat(seen)
                .containsExactly(
                        "added " + Kind.UNDO + " true",
                        "updated null",
                        "added " + Kind.REDO + " true",
                        "popped " + Kind.UNDO + " 1",
                        "added " + Kind.UNDO + " true",
                        "popped " + Kind.REDO + " 0",
                        new UndoManager.Cleared(true, true));
        assertThat(undo.currStackItem()).isNull();
    }

    @Test
    void aNewChangeClearsTheRedoStack() {
        UndoManager undo = new UndoManager(List.of(text), options);
        text.insert(0, "a");
        undo.undo();
        text.insert(0, "b");
        assertThat(undo.redo()).isNull();
        assertThat(undo.redoStack()).isEmpty();
    }

    @Test
    void aDestroyedManagerCapturesNothing() {
        UndoManager undo = new UndoManager(List.of(text), options);
        undo.destroy();
        text.insert(0, "a");
        assertThat(undo.canUndo()).isFalse();
        assertThat(doc.isObserved()).isFalse();
    }

    @Test
    void longListsAreRestoredInOrderAndInLinearTime() {
        int length = 30_000;
        YArray list = new YArray();
        map.set("k", list);
        doc.transact(() -> {
            for (int i = 0; i < length; i++) {
                YMap item = new YMap();
                item.set("i", i);
                list.insert(i % 3 == 0 ? list.length() : 0, List.of(item));
            }
        });
        Any before = list.toJson();
        UndoManager undo = new UndoManager(List.of(map), options);
        map.delete("k");
        undo.undo();
        YArray back = (YArray) map.get("k");
        assertThat(back).isNotNull().isNotSameAs(list);
        assertThat(back.toJson()).isEqualTo(before);
    }

    @Test
    void deepTypesAreRestoredInLinearTime() {
        int depth = 20_000;
        YMap at = map;
        for (int i = 0; i < depth; i++) {
            YMap next = new YMap();
            at.set("k", next);
            at = next;
        }
        UndoManager undo = new UndoManager(List.of(map), options);
        map.delete("k");
        undo.undo();
        int reached = 0;
        for (YValue value = map.get("k"); value instanceof YMap inner; value = inner.get("k")) {
            reached++;
        }
        assertThat(reached).isEqualTo(depth);
    }
}
