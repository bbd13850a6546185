package io.collab.runtime.testing;

import io.collab.api.Author;
import io.collab.api.OperationId;
import io.collab.api.StorageException;
import io.collab.api.Submission;
import io.collab.spi.ordering.Sequencer;
import io.collab.spi.storage.Append;
import io.collab.spi.storage.Guard;
import io.collab.spi.storage.Head;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** The submissions of one writer, retried with the same operation ids until their outcome is known. */
public final class Submissions {
    private final String source;
    private final Random random;
    private int operations;

    public Submissions(String source, Random random) {
        this.source = source;
        this.random = random;
    }

    /** Commits changes of random sizes together to the document of a head, unless it is absent. */
    public void commit(Sequencer sequencer, Supplier<Head> heads, int changes) {
        List<Submission> submissions = new ArrayList<>();
        for (int i = 0; i < changes; i++) {
            String words = source + "-" + operations + " " + "x".repeat(20 + random.nextInt(60));
            submissions.add(new Submission(
                    new OperationId(source, operations++),
                    new Author(source, source, "node"),
                    WordEngine.update(words)));
        }
        while (true) {
            try {
                Head head = heads.get();
                if (head != null) {
                    sequencer.commit(
                            List.of(new Append(head.document(), head.generation(), new Guard.Any(), submissions)));
                }
                return;
            } catch (StorageException unknownOutcome) {
                Schedule.step("commit again");
            }
        }
    }
}
