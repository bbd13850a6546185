package io.collab.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.collab.api.Author;
import io.collab.api.Commit;
import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.api.OperationId;
import io.collab.api.Submission;
import io.collab.api.Update;
import io.collab.spi.storage.Append;
import io.collab.spi.storage.AppendResult;
import io.collab.spi.storage.DocumentStore;
import io.collab.spi.storage.Guard;
import io.collab.spi.storage.Head;
import io.collab.spi.storage.Page;
import io.collab.spi.storage.Receipt;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What an adapter author says about a store, and the words in which the storage rules are written. */
abstract class StoreFixture {
    static final String ENGINE = "tck";
    static final int FORMAT = 1;
    static final int PLENTY = 64 << 20;

    private final List<DocumentStore> opened = new ArrayList<>();
    private final AtomicInteger named = new AtomicInteger();
    private final AtomicInteger counted = new AtomicInteger();
    /** Nobody else's, so a database may be shared by many runs. */
    private final String tenant = "tck-" + UUID.randomUUID();

    /** The store under test, opened before each test and closed after it. */
    DocumentStore store;

    StoreFixture() {}

    /**
     * Opens the store under test. Every call gives one more node's view of the same documents; each is closed by
     * itself. Documents of earlier tests may be there: every test uses names of its own.
     */
    protected abstract DocumentStore openStore();

    /**
     * Makes all records of the log older, so that the rules about their age can be tested. An adapter whose clock a
     * test can move moves it; one on a database moves the times that are stored.
     *
     * @return false when that is not possible; the rules that need it are then left out
     */
    protected boolean ageAll(Duration by) {
        return false;
    }

    /** How long anything may take before a test gives up; longer on slow machines. */
    protected Duration patience() {
        return Duration.ofSeconds(30);
    }

    @BeforeEach
    void openTheStore() {
        store = anotherStore();
    }

    @AfterEach
    void closeAllStores() {
        opened.forEach(DocumentStore::close);
    }

    /** Another node's view of the same documents; closed after the test. */
    final DocumentStore anotherStore() {
        DocumentStore another = openStore();
        opened.add(another);
        return another;
    }

    final String tenant() {
        return tenant;
    }

    /** A document name that no other test has. */
    final DocumentId newDocument() {
        return new DocumentId(tenant, "document-" + named.incrementAndGet());
    }

    static Generation newGeneration() {
        return new Generation(UUID.randomUUID());
    }

    /** A new document, opened. */
    final Head opened() {
        return opened(newDocument());
    }

    final Head opened(DocumentId document) {
        return store.open(document, ENGINE, FORMAT, newGeneration());
    }

    /** A change with an operation id that no other has. */
    final Submission change() {
        return change("client", counted.incrementAndGet());
    }

    final Submission change(String source, long counter) {
        byte[] update = (source + ":" + counter).getBytes(StandardCharsets.UTF_8);
        return new Submission(
                new OperationId(source, counter), new Author("anna", source, "node-1"), Update.of(update));
    }

    final Submission changeOfSize(int bytes) {
        byte[] update = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            update[i] = (byte) (i * 31);
        }
        return new Submission(
                new OperationId("client", counted.incrementAndGet()),
                new Author("anna", "client", "node-1"),
                Update.of(update));
    }

    final List<Submission> changes(int count) {
        List<Submission> changes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            changes.add(change());
        }
        return changes;
    }

    static Append anyAppend(Head head, Submission... submissions) {
        return new Append(head.document(), head.generation(), new Guard.Any(), List.of(submissions));
    }

    static Append anyAppend(Head head, List<Submission> submissions) {
        return new Append(head.document(), head.generation(), new Guard.Any(), submissions);
    }

    static Append appendAfter(long seq, Head head, Submission... submissions) {
        return new Append(head.document(), head.generation(), new Guard.After(seq), List.of(submissions));
    }

    /** Appends, and expects it to be committed. */
    static List<Receipt> commit(DocumentStore store, Append append) {
        return committed(appendOne(store, append));
    }

    static AppendResult appendOne(DocumentStore store, Append append) {
        List<AppendResult> answers = store.append(List.of(append));
        assertEquals(1, answers.size(), "one append has one answer");
        return answers.get(0);
    }

    static List<Receipt> committed(AppendResult answer) {
        return assertInstanceOf(AppendResult.Committed.class, answer, "the append is committed")
                .receipts();
    }

    static Head conflicting(AppendResult answer) {
        return assertInstanceOf(AppendResult.Conflict.class, answer, "the append is refused as a conflict")
                .head();
    }

    final Head headOf(DocumentId document) {
        Head head = store.heads(List.of(document)).get(document);
        assertNotNull(head, "the document is there");
        return head;
    }

    /** All commits of a document's log from the first one that is left, read page by page. */
    static List<Commit> log(DocumentStore store, Head document) {
        List<Commit> log = new ArrayList<>();
        long after = 0;
        while (true) {
            Page page = store.read(document.document(), document.generation(), after, PLENTY);
            log.addAll(page.commits());
            after = page.lastSeq(after);
            if (after >= page.head().seq()) {
                return log;
            }
        }
    }

    static List<Long> seqs(List<Commit> commits) {
        return commits.stream().map(Commit::seq).toList();
    }

    static List<Long> seqsOf(List<Receipt> receipts) {
        return receipts.stream().map(Receipt::seq).toList();
    }

    static List<Submission> submissions(List<Commit> commits) {
        return commits.stream().map(Commit::submission).toList();
    }

    static List<Long> upTo(long last) {
        List<Long> numbers = new ArrayList<>();
        for (long i = 1; i <= last; i++) {
            numbers.add(i);
        }
        return numbers;
    }
}
