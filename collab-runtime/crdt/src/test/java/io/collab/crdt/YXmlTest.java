package io.collab.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collab.crdt.lib0.Any;
import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.lib0.DecodeException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class YXmlTest {

    private final YDoc doc = Documents.doc(1);
    private final YXmlFragment root = doc.getXmlFragment("x");

    @AfterEach
    void invariantsHold() {
        doc.checkInvariants();
    }

    @Test
    void childrenKnowTheirNeighbours() {
        YXmlElement a = new YXmlElement("a");
        YXmlText b = new YXmlText("b");
        YXmlElement c = new YXmlElement("c");
        assertThat(root.firstChild()).isNull();
        root.push(List.of(a, b, c));
        assertThat(root.firstChild()).isSameAs(a);
        assertThat(a.prevSibling()).isNull();
        assertThat(a.nextSibling()).isSameAs(b);
        assertThat(c.prevSibling()).isSameAs(b);
        root.delete(1, 1);
        assertThat(a.nextSibling()).isSameAs(c);
        assertThat(c.prevSibling()).isSameAs(a);
        assertThat(c.nextSibling()).isNull();
        assertThat(new YXmlElement("d").nextSibling()).isNull();
        assertThat(root).containsExactly(a, c);
    }

    @Test
    void childrenAreInsertedAfterOthers() {
        YXmlElement a = new YXmlElement("a");
        YXmlElement d = new YXmlElement("d");
        root.push(List.of(a, d));
        root.insertAfter(a, List.of(new YXmlElement("b"), new YXmlElement("c")));
        root.insertAfter(null, List.of(new YXmlElement("first")));
        root.insertAfter(d, List.of(new YXmlElement("last")));
        assertThat(root.toString()).isEqualTo("<first></first><a></a><b></b><c></c><d></d><last></last>");
        assertThatThrownBy(() -> a.insertAfter(d, List.of())).isInstanceOf(IllegalArgumentException.class);
        YXmlElement fresh = new YXmlElement("fresh");
        assertThatThrownBy(() -> root.insertAfter(fresh, List.of())).isInstanceOf(IllegalArgumentException.class);
        YXmlText text = new YXmlText("1");
        fresh.insertAfter(null, List.of(text));
        fresh.insertAfter(text, List.of(new YXmlText("2")));
        root.insertAfter(null, List.of(fresh));
        assertThat(fresh.toString()).isEqualTo("<fresh>12</fresh>");
    }

    @Test
    void elementsAreFoundByNameInDocumentOrder() {
        YXmlElement list = new YXmlElement("ul");
        YXmlElement inner = new YXmlElement("ul");
        YXmlElement one = new YXmlElement("LI");
        YXmlElement two = new YXmlElement("li");
        YXmlElement three = new YXmlElement("li");
        root.push(List.of(list, three));
        list.push(List.of(one, inner));
        inner.push(List.of(new YXmlText("text"), two));
        assertThat(root.querySelectorAll("li")).containsExactly(one, two, three);
        assertThat(list.querySelectorAll("Li")).containsExactly(one, two);
        assertThat(root.querySelector("UL")).isSameAs(list);
        assertThat(root.querySelector("p")).isNull();
        list.delete(0, 1);
        assertThat(root.querySelector("li")).isSameAs(two);
        assertThat(root.createTreeWalker(type -> type instanceof YXmlText).stream())
                .hasSize(1);
    }

    @Test
    void aWalkFollowsLaterChanges() {
        YXmlElement a = new YXmlElement("a");
        YXmlElement b = new YXmlElement("b");
        root.push(List.of(a, b));
        YXmlTreeWalker walker = root.createTreeWalker(type -> true);
        assertThat(walker.next()).isSameAs(a);
        YXmlElement inside = new YXmlElement("c");
        a.push(List.of(inside));
        root.delete(1, 1);
        assertThat(walker.next()).isSameAs(inside);
        assertThat(walker.hasNext()).isFalse();
        assertThatThrownBy(walker::next).isInstanceOf(NoSuchElementException.class);
        YXmlTreeWalker lost = root.createTreeWalker(type -> true);
        lost.next();
        lost.next();
        root.delete(0, 1);
        assertThat(lost.hasNext()).isFalse();
    }

    @Test
    void anAttributeIsNoChild() {
        YXmlElement element = new YXmlElement("a");
        root.push(List.of(element));
        element.setAttribute("k", new YText("value"));
        YText value = (YText) element.getAttribute("k");
        assertThatThrownBy(() -> element.insertAfter(value, List.of(new YXmlText("x"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(element.length()).isZero();
    }

    @Test
    void bytesInAMarkAreEnumerated() {
        YXmlText text = new YXmlText("x");
        root.push(List.of(text));
        text.format(0, 1, Map.of("b", Any.of(new byte[] {1, -1})));
        assertThat(text.toString()).isEqualTo("<b 0=\"1\" 1=\"255\">x</b>");
    }

    @Test
    void collectedUnitsHaveNoPosition() {
        YXmlElement a = new YXmlElement("a");
        YXmlElement b = new YXmlElement("b");
        YXmlElement c = new YXmlElement("c");
        root.push(List.of(a, b, c));
        YXmlTreeWalker walker = root.createTreeWalker(type -> true);
        walker.next();
        root.delete(0, 1);
        assertThat(b.nextSibling()).isSameAs(c);
        walker = root.createTreeWalker(type -> true);
        walker.next();
        root.delete(0, 1);
        assertThat(walker.hasNext()).isFalse();
        root.push(List.of(new YXmlElement("d"), new YXmlElement("e")));
        assertThat(b.nextSibling()).isNull();
        assertThat(b.prevSibling()).isNull();
        assertThatThrownBy(() -> root.insertAfter(b, List.of(new YXmlElement("f"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RelativePosition.of(b, 0, 0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void deepXmlIsWalkedWithoutRecursion() {
        int depth = 20_000;
        YXmlFragment at = root;
        for (int i = 0; i < depth; i++) {
            YXmlElement next = new YXmlElement("p");
            at.push(List.of(next));
            at = next;
        }
        assertThat(root.querySelectorAll("p")).hasSize(depth);
    }

    @Test
    void aHookIsAMapWithAName() {
        YXmlHook hook = new YXmlHook("chart");
        hook.set("k", 1);
        root.push(List.of(hook));
        List<Object> seen = new ArrayList<>();
        hook.observe(event -> seen.add(event.keys()));
        root.observeDeep(events -> seen.add(events.get(0).path()));
        UndoManager undo =
                new UndoManager(List.of(root), UndoOptions.of(() -> 1).withCaptureTimeout(0));
        hook.set("k", 2);
        hook.set("list", new YArray());
        hook.delete("k");
        assertThat(hook.entries()).containsOnlyKeys("list");
        YDoc other = Documents.replicaOf(doc.encodeStateAsUpdate());
        assertThat(((YXmlHook) other.getXmlFragment("x").get(0)).hookName()).isEqualTo("chart");
        undo.undo();
        assertThat(hook.get("k")).isEqualTo(YValue.of(2));
        assertThat(seen).startsWith(Map.of("k", new YEvent.KeyChange(YEvent.Action.UPDATE, YValue.of(1))), List.of(0));
        hook.clear();
        assertThat(hook.isEmpty()).isTrue();
        root.delete(0, 1);
        undo.undo();
        assertThat(root.get(0)).isInstanceOf(YXmlHook.class).isNotSameAs(hook);
    }

    @Test
    void attributesOfATextAreTransmittedAndReported() {
        YText text = doc.getText("t");
        List<Object> seen = new ArrayList<>();
        text.observe(event -> {
            seen.add(event.attributesChanged());
            seen.add(event.childListChanged());
            seen.add(event.keys());
        });
        text.setAttribute("lang", "de");
        assertThat(text.getAttribute("lang")).isEqualTo(YValue.of("de"));
        YDoc other = Documents.replicaOf(doc.encodeStateAsUpdate());
        assertThat(other.getText("t").attributes()).isEqualTo(Map.of("lang", YValue.of("de")));
        text.removeAttribute("lang");
        assertThat(text.attributes()).isEmpty();
        assertThat(seen)
                .containsExactly(
                        Set.of("lang"),
                        false,
                        Map.of("lang", new YEvent.KeyChange(YEvent.Action.ADD, null)),
                        Set.of("lang"),
                        false,
                        Map.of("lang", new YEvent.KeyChange(YEvent.Action.DELETE, YValue.of("de"))));
    }

    @Test
    void aCopyHasEverythingAndIsIndependent() {
        YXmlElement element = new YXmlElement("p");
        YXmlText text = new YXmlText("abc");
        root.push(List.of(element));
        element.setAttribute("level", 2);
        assertThat(element.hasAttribute("level")).isTrue();
        element.push(List.of(text));
        text.format(0, 1, Map.of("b", Any.of(Map.of())));
        text.setAttribute("a", 1);
        YMap map = new YMap();
        text.insertEmbed(3, map);
        map.set("bytes", new byte[] {1});
        map.set("list", new YArray());
        map.set("sub", new YSubdocument("s"));
        root.push(List.of(element.copy()));
        YXmlElement copy = (YXmlElement) root.get(1);
        assertThat(copy.toString()).isEqualTo(element.toString());
        assertThat(copy.attributes()).isEqualTo(element.attributes());
        YXmlText copiedText = (YXmlText) copy.get(0);
        assertThat(copiedText.attributes()).isEqualTo(text.attributes());
        assertThat(copiedText.toJson()).isEqualTo(text.toJson());
        map.clear();
        YMap copiedMap = (YMap) ((Delta.InsertValue) copiedText.toDelta().get(2)).value();
        assertThat(copiedMap.keys()).containsExactly("bytes", "list", "sub");
        assertThatThrownBy(() -> new YArray().copy()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void typesNestedTooDeeplyAreNotCopied() {
        YArray at = doc.getArray("a");
        for (int depth = 2; depth <= 256; depth++) {
            YArray next = new YArray();
            at.push(List.of(next));
            at = next;
        }
        doc.getArray("b").push(List.of(doc.getArray("a").copy()));
        assertThat(doc.getArray("b").toJson().toString())
                .contains(doc.getArray("a").toJson().toString());
        at.push(List.of(new YArray()));
        assertThatThrownBy(() -> doc.getArray("a").copy())
                .isInstanceOfSatisfying(
                        DecodeException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_DEEP));
    }
}
