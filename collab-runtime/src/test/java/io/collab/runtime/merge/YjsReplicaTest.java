package io.collab.runtime.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.api.Author;
import io.collab.api.CloseCode;
import io.collab.api.Commit;
import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.api.OperationId;
import io.collab.api.Submission;
import io.collab.api.Update;
import io.collab.crdt.YDoc;
import io.collab.crdt.YDocOptions;
import io.collab.crdt.update.DecodeLimits;
import io.collab.spi.merge.Dependency;
import io.collab.spi.merge.Prepared;
import io.collab.spi.merge.Replica;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class YjsReplicaTest {
    private static final Generation GENERATION = new Generation(new UUID(1, 2));

    private final YjsEngine engine = new YjsEngine(DecodeLimits.DEFAULT.withMaxStructBytes(1 << 20));
    private final Replica replica = engine.open(null);
    private long seq;

    private Submission submission(byte[] update) {
        return new Submission(
                new OperationId("source-" + seq, seq), new Author("anna", "anna", "node-1"), Update.of(update));
    }

    private Prepared prepare(byte[] update) {
        return replica.prepare(List.of(submission(update)), List.of()).get(0);
    }

    private void integrate(Prepared prepared) {
        seq++;
        byte[] update = ((Prepared.Accepted) prepared).update().bytes();
        replica.integrate(new Commit(DocumentId.of("d"), GENERATION, seq, Instant.EPOCH, submission(update)));
    }

    private static byte[] typed(String text) {
        YDoc doc = new YDoc(YDocOptions.of(() -> 7));
        doc.getText("t").insert(0, text);
        return doc.encodeStateAsUpdate();
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    @Test
    void aDeletionOfWhatDoesNotExistIsRequestedAndNotLogged() {
        byte[] everything = hex("00 01 07 01 00 ff ff ff ff 07");
        assertThat(prepare(everything)).isInstanceOf(Prepared.Duplicate.class);
        assertThat(replica.missing()).containsExactly(new Dependency(7, 0));
        integrate(prepare(typed("hello")));
        assertThat(replica.missing()).isEmpty();
        assertThat(prepare(everything)).isInstanceOf(Prepared.Accepted.class);
        assertThat(replica.missing()).containsExactly(new Dependency(7, 5));
        assertThat(replica.read(YDoc.class).getText("t")).hasToString("hello");
        assertThat(prepare(typed("hello"))).isInstanceOf(Prepared.Duplicate.class);
        assertThat(replica.missing()).as("of the last batch").isEmpty();
    }

    @Test
    void anEditUnderIdsWithOtherContentIsRejectedForGood() {
        integrate(prepare(typed("hello")));
        assertThat(prepare(typed("hello"))).isInstanceOf(Prepared.Duplicate.class);
        assertThat(prepare(typed("hallo"))).isInstanceOfSatisfying(Prepared.Rejected.class, rejected -> {
            assertThat(rejected.reason().code()).isEqualTo("conflicting-content");
            assertThat(rejected.reason().closeCode()).isEqualTo(CloseCode.BAD_MESSAGE);
        });
        assertThat(replica.covers(Update.of(typed("hallo")))).isFalse();
    }

    @Test
    void bytesAfterAnUpdateAreCountedAndNotLogged() {
        byte[] update = typed("hello");
        Prepared prepared = prepare(Arrays.copyOf(update, update.length + 4));
        assertThat(((Prepared.Accepted) prepared).update().bytes()).isEqualTo(update);
        assertThat(engine.ignoredBytes()).isEqualTo(4);
    }

    @Test
    void whatIsInsertedAtOnceHasALimitAndWhatAddsUpHasNone() {
        YDoc doc = new YDoc(YDocOptions.of(() -> 7));
        for (int i = 0; i < 30; i++) {
            doc.getText("t").insert(0, "x".repeat(100_000));
        }
        assertThat(prepare(doc.encodeStateAsUpdate())).isInstanceOf(Prepared.Accepted.class);
        YDoc paste = new YDoc(YDocOptions.of(() -> 7));
        paste.getText("t").insert(0, "x".repeat(2 << 20));
        assertThat(prepare(paste.encodeStateAsUpdate()))
                .isInstanceOfSatisfying(
                        Prepared.Rejected.class,
                        rejected -> assertThat(rejected.reason().code()).isEqualTo("update-too-large"));
    }
}
