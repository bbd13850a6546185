package io.collab.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collab.crdt.lib0.Any;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class YSubdocumentTest {

    private final YDoc doc = Documents.doc(1);
    private final YDoc other = Documents.doc(2);
    private final List<String> seen = new ArrayList<>();

    @AfterEach
    void invariantsHold() {
        doc.checkInvariants();
    }

    private void listen(YDoc to) {
        to.onSubdocs(event -> seen.add("added " + names(event.added()) + " removed " + names(event.removed())
                + " loaded " + names(event.loaded())));
    }

    private static Set<String> names(Set<YSubdocument> subdocuments) {
        Set<String> names = new TreeSet<>();
        subdocuments.forEach(subdocument -> names.add(subdocument.guid()));
        return names;
    }

    @Test
    void itsOptionsAreTransmittedAndItsContentIsNot() {
        listen(doc);
        YSubdocument subdocument =
                new YSubdocument("s", (Any.Obj) Any.of(Map.of("gc", false, "autoLoad", true, "meta", "m", "other", 1)));
        doc.getMap("m").set("k", subdocument);
        subdocument.doc().getText("t").insert(0, "inner");
        other.applyUpdate(doc.encodeStateAsUpdate());
        YSubdocument arrived = (YSubdocument) other.getMap("m").get("k");
        assertThat(arrived).isNotNull();
        assertThat(arrived.guid()).isEqualTo("s");
        assertThat(arrived.gc()).isFalse();
        assertThat(arrived.autoLoad()).isTrue();
        assertThat(arrived.shouldLoad()).isTrue();
        assertThat(arrived.meta()).isEqualTo(Any.of("m"));
        assertThat(arrived.options().entries()).containsOnlyKeys("gc", "autoLoad", "meta");
        assertThat(arrived.doc().getText("t").toString()).isEmpty();
        assertThat(arrived.doc().guid()).isEqualTo("s");
        assertThat(arrived.doc().options().gc()).isFalse();
        assertThat(arrived.doc().clientId()).isEqualTo(2);
        assertThat(seen).containsExactly("added [s] removed [] loaded [s]");
        assertThat(other.subdocs()).containsExactly(arrived);
        assertThat(other.subdocGuids()).containsExactly("s");
    }

    @Test
    void editsBeforeTheEndOfTheTransactionUseTheIdOfTheOuterDocument() {
        YSubdocument subdocument = new YSubdocument("s");
        other.transact(() -> {
            other.getMap("m").set("k", subdocument);
            subdocument.doc().getText("t").insert(0, "template");
        });
        assertThat(subdocument.doc().stateVector()).containsOnlyKeys(2L);
    }

    @Test
    void itIsLoadedOnRequest() {
        doc.getMap("m").set("k", new YSubdocument("s"));
        listen(other);
        other.applyUpdate(doc.encodeStateAsUpdate());
        YSubdocument arrived = other.subdocs().get(0);
        assertThat(arrived.shouldLoad()).isFalse();
        arrived.load();
        arrived.load();
        assertThat(arrived.shouldLoad()).isTrue();
        assertThat(seen).containsExactly("added [s] removed [] loaded []", "added [] removed [] loaded [s]");
    }

    /**
     * As in Yjs, the removal is reported twice: for the deletion of the item and for the destruction of the document.
     */
    @Test
    void itIsDestroyedWhenItIsDeleted() {
        YSubdocument made = new YSubdocument("made");
        doc.getArray("a").push(List.of(made, new YSubdocument("never made"), new YArray()));
        ((YArray) doc.getArray("a").get(2)).push(List.of(new YSubdocument("inside")));
        made.doc().onDestroy(() -> seen.add("destroyed"));
        listen(doc);
        doc.getArray("a").delete(0, 3);
        assertThat(seen)
                .containsExactly(
                        "added [] removed [inside, made, never made] loaded []",
                        "destroyed",
                        "added [] removed [made] loaded []",
                        "added [] removed [never made] loaded []",
                        "added [] removed [inside] loaded []");
        assertThat(doc.subdocs()).isEmpty();
    }

    @Test
    void contentAddedAndDeletedInOneTransactionIsNotReported() {
        listen(doc);
        doc.transact(() -> {
            doc.getMap("m").set("k", new YSubdocument("s"));
            doc.getMap("m").delete("k");
        });
        assertThat(seen).containsExactly("added [] removed [] loaded [s]");
        assertThat(doc.subdocs()).isEmpty();
    }

    @Test
    void aDestroyedSubdocumentIsReplacedByANewOne() {
        YSubdocument first = new YSubdocument("s");
        doc.getMap("m").set("k", first);
        YDoc content = first.doc();
        content.getText("t").insert(0, "x");
        listen(doc);
        content.destroy();
        YSubdocument second = (YSubdocument) doc.getMap("m").get("k");
        assertThat(second).isNotSameAs(first);
        assertThat(second.shouldLoad()).isFalse();
        assertThat(second.doc().getText("t").toString()).isEmpty();
        assertThat(second.doc().clientId()).isEqualTo(1);
        assertThat(doc.subdocs()).containsExactly(second);
        assertThat(seen).containsExactly("added [s] removed [s] loaded []");
        second.load();
        assertThat(seen).hasSize(2);
    }

    @Test
    void destroyingTheOuterDocumentDestroysAll() {
        YSubdocument subdocument = new YSubdocument("s");
        doc.getMap("m").set("k", subdocument);
        subdocument.doc().onDestroy(() -> seen.add("inner"));
        doc.onDestroy(() -> seen.add("outer"));
        UndoManager undo = new UndoManager(List.of(doc.getMap("m")), UndoOptions.of(() -> 1));
        doc.destroy();
        assertThat(seen).containsExactly("inner", "outer");
        doc.getMap("m").set("k", 1);
        assertThat(undo.canUndo()).isFalse();
        assertThat(doc.isObserved()).isFalse();
    }

    @Test
    void itIsRestoredByUndoing() {
        YMap map = doc.getMap("m");
        map.set("k", new YSubdocument("s", (Any.Obj) Any.of(Map.of("meta", 7))));
        UndoManager undo = new UndoManager(List.of(map), UndoOptions.of(() -> 1));
        map.delete("k");
        undo.undo();
        YSubdocument back = (YSubdocument) map.get("k");
        assertThat(back).isNotNull();
        assertThat(back.meta()).isEqualTo(Any.of(7));
        assertThat(back.shouldLoad()).isFalse();
        assertThat(doc.subdocs()).containsExactly(back);
    }

    @Test
    void severalMayHaveOneNameButEachIsInsertedOnce() {
        YSubdocument subdocument = new YSubdocument("s");
        assertThatThrownBy(subdocument::doc).isInstanceOf(IllegalStateException.class);
        doc.getArray("a").push(List.of(subdocument, new YSubdocument("s")));
        assertThat(doc.subdocs()).hasSize(2);
        assertThat(doc.subdocGuids()).containsExactly("s");
        assertThatThrownBy(() -> doc.getArray("a").push(List.of(subdocument)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void manyAreAddedAndRemovedWithoutTheirDocuments() {
        int count = 100_000;
        List<YSubdocument> many = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            many.add(new YSubdocument(""));
        }
        doc.getArray("a").push(many);
        int[] calls = new int[1];
        other.onSubdocs(event -> calls[0]++);
        other.applyUpdate(doc.encodeStateAsUpdate());
        assertThat(other.subdocs()).hasSize(count);
        other.getArray("a").delete(0, count);
        assertThat(other.subdocs()).isEmpty();
        assertThat(calls[0]).isEqualTo(count + 2);
    }
}
