package io.collab.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collab.crdt.YEvent.Action;
import io.collab.crdt.YEvent.KeyChange;
import io.collab.crdt.lib0.Any;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class YEventTest {

    private final YDoc doc = Documents.doc(1);
    private final List<Object> seen = new ArrayList<>();

    @AfterEach
    void invariantsHold() {
        doc.checkInvariants();
    }

    @Test
    void textEventsContainInsertionsFormatsAndDeletions() {
        YText text = doc.getText("t");
        text.insert(0, "hello world");
        text.observe(event -> seen.addAll(event.delta()));
        doc.transact(() -> {
            text.delete(0, 1);
            text.format(4, 6, Map.of("bold", Any.of(true)));
            text.insertEmbed(10, YValue.of(Map.of("image", "i")), Map.of("bold", Any.of(true)));
        });
        assertThat(seen)
                .containsExactly(
                        new Delta.Delete(1),
                        new Delta.Retain(4, Map.of()),
                        new Delta.Retain(6, Map.of("bold", Any.of(true))),
                        new Delta.InsertValue(YValue.of(Map.of("image", "i")), Map.of("bold", Any.of(true))));
    }

    @Test
    void onlyTheNewPartOfAGrowingRunIsInserted() {
        YDoc typist = Documents.doc(2);
        List<byte[]> updates = new ArrayList<>();
        typist.onUpdate((update, transaction) -> updates.add(update));
        typist.getText("t").insert(0, "ab");
        typist.getText("t").insert(2, "cd");
        doc.applyUpdate(updates.get(0));
        doc.getText("t").observe(event -> seen.addAll(event.delta()));
        doc.applyUpdate(updates.get(1));
        doc.getText("t").insert(4, "e");
        doc.getText("t").insert(5, "f");
        assertThat(seen)
                .containsExactly(
                        new Delta.Retain(2, Map.of()),
                        new Delta.InsertText("cd", Map.of()),
                        new Delta.Retain(4, Map.of()),
                        new Delta.InsertText("e", Map.of()),
                        new Delta.Retain(5, Map.of()),
                        new Delta.InsertText("f", Map.of()));
    }

    @Test
    void anObserverAddedInATransactionReceivesAllOfItAndNothingOlder() {
        YText text = doc.getText("t");
        text.insert(0, "abcdef");
        text.delete(5, 1);
        doc.transact(() -> {
            text.delete(4, 1);
            text.delete(3, 1);
            text.observe(event -> seen.addAll(event.delta()));
        });
        YText typed = doc.getText("typed");
        typed.insert(0, "ab");
        doc.transact(() -> {
            typed.insert(2, "cde");
            typed.delete(4, 1);
            typed.observe(event -> seen.addAll(event.delta()));
        });
        assertThat(seen)
                .containsExactly(
                        new Delta.Retain(3, Map.of()),
                        new Delta.Delete(2),
                        new Delta.Retain(2, Map.of()),
                        new Delta.InsertText("cd", Map.of()));
    }

    @Test
    void typingInAnObservedTextMakesItsRunLongerAtOnce() {
        YText text = doc.getText("t");
        YDoc typist = Documents.doc(2);
        List<byte[]> updates = Documents.record(typist);
        typist.getText("t").insert(0, "x");
        typist.getText("t").insert(1, "y");
        text.observe(event -> seen.add(doc.store.clients.get(0).count()));
        text.insert(0, "a");
        text.insert(1, "b");
        text.observe(event -> seen.add(doc.store.clients.get(1).count()));
        updates.forEach(doc::applyUpdate);
        assertThat(seen).containsExactly(1, 1, 1, 1, 1, 1);
    }

    @Test
    void anEventThatIsKeptStillReportsItsOwnChanges() {
        YDoc uncollected = new YDoc(YDocOptions.of(() -> 1).withGc(false));
        YText text = uncollected.getText("t");
        text.insert(0, "abcd");
        List<YEvent> kept = new ArrayList<>();
        text.observe(kept::add);
        uncollected.getMap("m").observe(event -> seen.addAll(kept.get(0).delta()));
        text.delete(3, 1);
        text.delete(0, 1);
        uncollected.getMap("m").set("k", 1);
        assertThat(seen).containsExactly(new Delta.Retain(2, Map.of()), new Delta.Delete(1));
    }

    @Test
    void arrayEventsContainValues() {
        YArray array = doc.getArray("a");
        array.push(List.of(1, 2, 3));
        array.observe(event -> seen.addAll(event.delta()));
        doc.transact(() -> {
            array.delete(1, 1);
            array.insert(1, List.of("x", "y"));
            array.push(List.of(true));
        });
        assertThat(seen)
                .containsExactly(
                        new Delta.Retain(1, Map.of()),
                        new Delta.InsertValues(List.of(YValue.of("x"), YValue.of("y"))),
                        new Delta.Delete(1),
                        new Delta.Retain(1, Map.of()),
                        new Delta.InsertValues(List.of(YValue.of(true))));
    }

    @Test
    void mapEventsContainKeysAndOldValues() {
        YMap map = doc.getMap("m");
        map.set("a", 1);
        map.set("b", 2);
        map.observe(event -> {
            seen.add(event.keys());
            seen.add(event.attributesChanged());
            seen.add(event.delta());
        });
        doc.transact(() -> {
            map.set("b", 3);
            map.set("b", 4);
            map.set("c", 5);
            map.delete("a");
            map.set("d", 6);
            map.delete("d");
        });
        assertThat(seen)
                .containsExactly(
                        Map.of(
                                "b", new KeyChange(Action.UPDATE, YValue.of(2)),
                                "c", new KeyChange(Action.ADD, null),
                                "a", new KeyChange(Action.DELETE, YValue.of(1))),
                        Set.of("b", "c", "a", "d"),
                        List.of());
    }

    @Test
    void deepObserversAreCalledOnceWithPathsOutermostFirst() {
        YMap map = doc.getMap("m");
        YArray list = new YArray();
        map.set("list", list);
        YText text = new YText("x");
        list.insert(0, List.of(0, text));
        map.observeDeep(events -> events.forEach(event -> {
            seen.add(event.path());
            assertThat(event.currentTarget()).isSameAs(map);
        }));
        list.observeDeep(events -> seen.add(events.size()));
        doc.transact(() -> {
            text.insert(1, "y");
            list.insert(0, List.of("first"));
            map.set("k", 1);
        });
        assertThat(seen).containsExactly(2, List.of(), List.of("list"), List.of("list", 2));
    }

    @Test
    void newAndDeletedTypesAreNotReportedAsChanged() {
        YMap map = doc.getMap("m");
        YMap gone = new YMap();
        map.set("gone", gone);
        gone.observe(event -> seen.add("gone"));
        YMap fresh = new YMap();
        fresh.observe(event -> seen.add("fresh"));
        doc.transact(() -> {
            gone.set("k", 1);
            map.delete("gone");
            map.set("fresh", fresh);
            fresh.set("k", 1);
        });
        assertThat(seen).isEmpty();
        fresh.set("k", 2);
        assertThat(seen).containsExactly("fresh");
    }

    @Test
    void observersPrecedeDeepObserversTransactionListenersAndUpdates() {
        YMap map = doc.getMap("m");
        doc.onUpdate((update, transaction) -> seen.add("update"));
        doc.onAfterTransaction(transaction -> seen.add("transaction " + transaction.isChanged(map)));
        map.observeDeep(events -> seen.add("deep"));
        map.observe(event -> seen.add("observer"));
        map.set("k", 1);
        assertThat(seen).containsExactly("observer", "deep", "transaction true", "update");
    }

    @Test
    void editsOfAnObserverAreATransactionThatFollows() {
        YMap map = doc.getMap("m");
        doc.onUpdate((update, transaction) -> seen.add("update"));
        map.observe(event -> {
            seen.add(event.attributesChanged());
            if (map.size() < 3) {
                map.set("k" + map.size(), 1);
            }
        });
        map.set("k", 1);
        assertThat(seen).containsExactly(Set.of("k"), "update", Set.of("k1"), "update", Set.of("k2"), "update");
    }

    @Test
    void aFailingObserverDoesNotStopOthersAndItsFailureIsThrown() {
        YMap map = doc.getMap("m");
        map.observe(event -> {
            throw new IllegalStateException("first");
        });
        map.observe(event -> seen.add("observer"));
        map.observeDeep(events -> {
            throw new AssertionError("second");
        });
        doc.onUpdate((update, transaction) -> seen.add("update"));
        assertThatThrownBy(() -> map.set("k", 1))
                .hasMessage("first")
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        assertThat(seen).containsExactly("observer", "update");
        assertThat(map.get("k")).isEqualTo(YValue.of(1));
    }

    @Test
    void aRemovedObserverIsNotCalled() {
        YMap map = doc.getMap("m");
        Runnable remove = map.observe(event -> seen.add("observer"));
        remove.run();
        remove.run();
        map.set("k", 1);
        assertThat(seen).isEmpty();
        assertThat(doc.isObserved()).isFalse();
    }

    @Test
    void anEventIsReadWhileObserversAreCalled() {
        List<YEvent> kept = new ArrayList<>();
        doc.getMap("m").observe(kept::add);
        doc.getMap("m").set("k", 1);
        assertThatThrownBy(kept.get(0)::keys).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void deepTypesThatAllChangeAreReportedInLinearTime() {
        int depth = 20_000;
        YMap at = doc.getMap("m");
        List<YMap> chain = new ArrayList<>();
        for (int i = 0; i < depth; i++) {
            YMap next = new YMap();
            at.set("k", next);
            chain.add(next);
            at = next;
        }
        doc.getMap("m").observeDeep(events -> seen.add(events.size()));
        doc.transact(() -> chain.forEach(map -> map.set("n", 1)));
        assertThat(seen).containsExactly(depth);
    }
}
