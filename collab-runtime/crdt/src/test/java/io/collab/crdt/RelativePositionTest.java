package io.collab.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collab.crdt.lib0.Any;
import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.lib0.Json;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RelativePositionTest {

    private final YDoc doc = Documents.doc(1);
    private final YText text = doc.getText("t");

    @Test
    void aPositionStaysAtItsUnit() {
        text.insert(0, "abcd");
        RelativePosition before = RelativePosition.of(text, 2, 0);
        RelativePosition after = RelativePosition.of(text, 2, -1);
        text.insert(2, "xx");
        text.insert(0, "_");
        assertThat(before.resolve(doc)).isEqualTo(new AbsolutePosition(text, 5, 0));
        assertThat(after.resolve(doc)).isEqualTo(new AbsolutePosition(text, 3, -1));
        text.delete(2, 4);
        assertThat(before.resolve(doc)).isEqualTo(new AbsolutePosition(text, 2, 0));
        assertThat(after.resolve(doc)).isEqualTo(new AbsolutePosition(text, 2, -1));
    }

    @Test
    void theEndsOfATypeAreItsEnds() {
        text.insert(0, "abc");
        RelativePosition end = RelativePosition.of(text, 3, 0);
        RelativePosition begin = RelativePosition.of(text, 0, -1);
        text.insert(3, "d");
        text.insert(0, "_");
        assertThat(end.resolve(doc)).isEqualTo(new AbsolutePosition(text, 5, 0));
        assertThat(begin.resolve(doc)).isEqualTo(new AbsolutePosition(text, 0, -1));
        assertThatThrownBy(() -> RelativePosition.of(text, 6, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    /** Bytes and JSON of npm yjs 13.6.33. */
    @Test
    void bytesAndJsonAreThoseOfYjs() {
        YArray list = new YArray();
        doc.getMap("m").set("k", list);
        list.push(List.of(1, 2));
        text.insert(0, "abc");
        check(
                RelativePosition.of(list, 1, 0),
                "AAECAA==",
                "{\"type\":{\"client\":1,\"clock\":0},\"item\":{\"client\":1,\"clock\":2},\"assoc\":0}");
        check(RelativePosition.of(list, 2, 0), "AgEAAA==", "{\"type\":{\"client\":1,\"clock\":0},\"assoc\":0}");
        check(
                RelativePosition.of(text, 3, -1),
                "AAEFQQ==",
                "{\"tname\":\"t\",\"item\":{\"client\":1,\"clock\":5},\"assoc\":-1}");
        check(RelativePosition.of(text, 3, 0), "AQF0AA==", "{\"tname\":\"t\",\"assoc\":0}");
        assertThat(RelativePosition.decode(new byte[] {1, 1, 't'}).assoc())
                .as("older peers write none")
                .isZero();
    }

    private void check(RelativePosition position, String bytes, String json) {
        assertThat(Base64.getEncoder().encodeToString(position.encode())).isEqualTo(bytes);
        assertThat(Json.stringify(position.toJson())).isEqualTo(json);
        assertThat(RelativePosition.fromJson(Json.parse(json, 10))).isEqualTo(position);
        assertThat(RelativePosition.decode(position.encode()).resolve(doc)).isEqualTo(position.resolve(doc));
    }

    @Test
    void missingUnitsHaveNoPosition() {
        YDoc other = Documents.doc(2);
        text.insert(0, "abc");
        assertThat(RelativePosition.of(text, 1, 0).resolve(other)).isNull();
        YArray list = new YArray();
        doc.getMap("m").set("k", list);
        list.push(List.of(1));
        RelativePosition inside = RelativePosition.of(list, 0, 0);
        RelativePosition end = RelativePosition.of(list, 1, 0);
        doc.getMap("m").delete("k");
        assertThat(inside.resolve(doc)).as("collected").isNull();
        assertThat(end.resolve(doc)).as("collected").isNull();
    }

    /** Positions as npm yjs 13.6.33 resolves them. */
    @Test
    void aRootOfUnknownKindHasPositions() {
        text.insert(0, "abcd");
        text.delete(1, 1);
        YDoc other = Documents.replicaOf(doc.encodeStateAsUpdate());
        assertThat(RelativePosition.of(text, 2, 0).resolve(other)).isEqualTo(new AbsolutePosition(null, 2, 0));
        assertThat(RelativePosition.of(text, 2, -1).resolve(other)).isEqualTo(new AbsolutePosition(null, 2, -1));
        assertThat(RelativePosition.of(text, 3, 0).resolve(other)).isEqualTo(new AbsolutePosition(null, 3, 0));
        assertThat(RelativePosition.of(text, 0, -1).resolve(other)).isEqualTo(new AbsolutePosition(null, 0, -1));
        RelativePosition end = RelativePosition.of(text, 3, 0);
        YText named = other.getText("t");
        assertThat(end.resolve(other)).isEqualTo(new AbsolutePosition(named, 3, 0));
        YDoc empty = Documents.doc(2);
        assertThat(end.resolve(empty)).isEqualTo(new AbsolutePosition(null, 0, 0));
        assertThat(empty.rootNames()).as("looking makes no root").isEmpty();
    }

    @Test
    void damagedPositionsAreRefused() {
        for (String damaged : List.of("", "AA==", "AAE=", "AwEA")) {
            byte[] bytes = Base64.getDecoder().decode(damaged);
            assertThatThrownBy(() -> RelativePosition.decode(bytes)).as(damaged).isInstanceOf(DecodeException.class);
        }
        for (Any damaged : List.of(
                Any.of(1),
                Any.of(Map.of()),
                Any.of(Map.of("assoc", 0)),
                Any.of(Map.of("tname", "t", "item", Map.of("client", 1, "clock", -1))))) {
            assertThatThrownBy(() -> RelativePosition.fromJson(damaged)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
