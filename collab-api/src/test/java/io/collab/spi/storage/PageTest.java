package io.collab.spi.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.api.Author;
import io.collab.api.Commit;
import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.api.OperationId;
import io.collab.api.Submission;
import io.collab.api.Update;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PageTest {
    private static final Generation GENERATION = new Generation(new UUID(1, 2));
    private static final Head HEAD = new Head(DocumentId.of("a"), GENERATION, "tck", 1, 9, 5);

    @Test
    void readingContinuesAfterTheLastCommit() {
        Page page = new Page(HEAD, new Snapshot(5, new byte[0]), List.of(commit(6), commit(7)));
        assertThat(page.lastSeq(DocumentStore.NONE)).isEqualTo(7);
    }

    @Test
    void withoutCommitsReadingContinuesAfterTheSnapshot() {
        assertThat(new Page(HEAD, new Snapshot(5, new byte[0]), List.of()).lastSeq(DocumentStore.NONE))
                .isEqualTo(5);
    }

    @Test
    void anEmptyPageEndsAtTheHead() {
        Page empty = new Page(HEAD, null, List.of());
        assertThat(empty.lastSeq(DocumentStore.NONE)).isEqualTo(9);
        assertThat(empty.lastSeq(9)).isEqualTo(9);
    }

    @Test
    void aPositionPastTheHeadIsKept() {
        assertThat(new Page(HEAD, null, List.of()).lastSeq(12)).isEqualTo(12);
    }

    @Test
    void laterChangesOfTheListHaveNoEffect() {
        List<Commit> commits = new ArrayList<>(List.of(commit(8)));
        Page page = new Page(HEAD, null, commits);
        commits.add(commit(9));
        assertThat(page.commits()).containsExactly(commit(8));
    }

    @Test
    void aHeadIsCopiedWithAnotherSequenceNumber() {
        assertThat(HEAD.withSeq(10)).isEqualTo(new Head(DocumentId.of("a"), GENERATION, "tck", 1, 10, 5));
        assertThat(HEAD.withSnapshotSeq(6)).isEqualTo(new Head(DocumentId.of("a"), GENERATION, "tck", 1, 9, 6));
    }

    private static Commit commit(long seq) {
        Submission submission = new Submission(
                new OperationId("s", seq), new Author("anna", "c", "n"), Update.of(new byte[] {(byte) seq}));
        return new Commit(HEAD.document(), GENERATION, seq, Instant.EPOCH, submission);
    }
}
