package io.collab.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collab.crdt.lib0.Any;
import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.lib0.DecodeException.Reason;
import io.collab.crdt.update.DecodeLimits;
import io.collab.crdt.update.Updates;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Two peers write different content under one client id: the second one must not believe that it is saved. */
class ConflictingContentTest {

    private final YDoc server = new YDoc(YDocOptions.replica());

    private UpdateAdmission admission() {
        return new UpdateAdmission(server, DecodeLimits.DEFAULT);
    }

    private static byte[] written(Consumer<YDoc> change) {
        YDoc doc = Documents.doc(7);
        change.accept(doc);
        return doc.encodeStateAsUpdate();
    }

    private static byte[] typed(String text) {
        return written(doc -> doc.getText("t").insert(0, text));
    }

    private static void assertConflict(UpdateAdmission admission, byte[] update) {
        assertThat(admission.covers(update)).isFalse();
        assertThatThrownBy(() -> admission.admit(update))
                .isInstanceOfSatisfying(
                        DecodeException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CONFLICTING_CONTENT));
    }

    @Test
    void otherTextUnderKnownIdsIsRefused() {
        server.applyUpdate(typed("hello"));
        assertThat(admission().admit(typed("hello"))).isNull();
        assertThat(admission().admit(typed("hell"))).isNull();
        assertConflict(admission(), typed("hallo"));
        assertConflict(admission(), typed("hallo, world"));
        assertConflict(admission(), written(doc -> doc.getArray("a").push(List.of(1))));
        assertThat(server.getText("t")).hasToString("hello");
    }

    @Test
    void otherTextUnderAdmittedIdsIsRefused() {
        UpdateAdmission admission = admission();
        assertThat(admission.admit(typed("hello"))).isNotNull();
        assertThat(admission.admit(typed("hello"))).isNull();
        assertConflict(admission, typed("hallo"));
    }

    @Test
    void otherTextUnderPendingIdsIsRefused() {
        byte[] first = typed("a");
        byte[] later = Updates.diff(typed("abc"), new byte[] {1, 7, 1});
        server.applyUpdate(later);
        assertThat(server.hasPending()).isTrue();
        assertThat(admission().admit(later)).isNull();
        assertConflict(admission(), Updates.diff(typed("axc"), new byte[] {1, 7, 1}));
        server.applyUpdate(admission().admit(first));
        assertThat(server.getText("t")).hasToString("abc");
    }

    @Test
    void everyKindOfContentIsCompared() {
        List<Consumer<YDoc>> kinds = List.of(
                doc -> doc.getArray("a").push(List.of(1)),
                doc -> doc.getArray("a").push(List.of(2)),
                doc -> doc.getArray("a").push(List.of(new byte[] {1})),
                doc -> doc.getArray("a").push(List.of(new byte[] {2})),
                doc -> doc.getArray("a").push(List.of(new YText(""))),
                doc -> doc.getArray("a").push(List.of(new YMap())),
                doc -> doc.getXmlFragment("x").push(List.of(new YXmlElement("p"))),
                doc -> doc.getXmlFragment("x").push(List.of(new YXmlElement("q"))),
                doc -> doc.getText("t").insertEmbed(0, YValue.of(Map.of("k", 1))),
                doc -> doc.getText("t").insertEmbed(0, YValue.of(Map.of("k", 2))),
                doc -> doc.getText("t").insert(0, "x", Map.of("bold", Any.of(true))),
                doc -> doc.getText("t").insert(0, "x", Map.of("bold", Any.of("yes"))),
                doc -> doc.getText("t").insert(0, "x"));
        for (Consumer<YDoc> kind : kinds) {
            YDoc replica = Documents.replicaOf(written(kind));
            UpdateAdmission admission = new UpdateAdmission(replica, DecodeLimits.DEFAULT);
            for (Consumer<YDoc> other : kinds) {
                if (kind == other) {
                    assertThat(admission.admit(written(other))).isNull();
                } else {
                    assertConflict(admission, written(other));
                }
            }
        }
    }

    @Test
    void contentThatOneSideNoLongerHasIsNotCompared() {
        byte[] text = typed("hello");
        YDoc writer = Documents.replicaOf(text);
        writer.getText("t").delete(1, 3);
        byte[] deleted = writer.encodeStateAsUpdate();
        server.applyUpdate(text);
        server.applyUpdate(admission().admit(deleted));
        assertThat(admission().admit(text)).isNull();
        assertThat(admission().admit(deleted)).isNull();
    }

    @Test
    void halvesOfASurrogatePairThatWasCutAreNoConflict() {
        byte[] text = typed("a\ud83d\ude00b");
        YDoc writer = Documents.replicaOf(text);
        writer.getText("t").insert(2, "-");
        server.applyUpdate(writer.encodeStateAsUpdate());
        assertThat(admission().admit(text)).isNull();
        assertThat(admission().covers(writer.encodeStateAsUpdate())).isTrue();
    }
}
