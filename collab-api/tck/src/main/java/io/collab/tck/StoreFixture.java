package io.collab.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.collab.api.Author;
import io.collab.api.Commit;
import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.api.OperationId;
import io.collab.api.Receipt;
import io.collab.api.Submission;
import io.collab.api.Update;
import io.collab.spi.storage.Append;
import io.collab.spi.storage.AppendResult;
import io.collab.spi.storage.DocumentStore;
import io.collab.spi.storage.Guard;
import io.collab.spi.storage.Head;
import io.collab.spi.storage.Page;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The methods that the author of a store implements, and the vocabulary of the storage rules. */
abstract class StoreFixture {
    static final String ENGINE = "tck";
    static final int FORMAT = 1;
    static final int MAX_PAGE_BYTES = 64 << 20;

    private final List<DocumentStore> opened = new ArrayList<>();
    private final AtomicInteger documents = new AtomicInteger();
    private final AtomicInteger submitted = new AtomicInteger();
    /** A unique tenant, so that many runs can share a database. */
    private final String tenant = "tck-" + UUID.randomUUID();

    /** The store under test, opened before each test and closed after it. */
    DocumentStore store;

    StoreFixture() {}

    /**
     * Opens the store under test. Each call returns the view of another node of the same documents; each is closed
     * separately. Documents of earlier tests may exist: every test uses its own names.
     */
    protected abstract DocumentStore openStore();

    /**
     * Makes all commits in the log older, for the rules about age. An adapter with an adjustable clock advances the
     * clock; an adapter with a database changes the stored times.
     *
     * @param by the duration by which every commit becomes older
     * @return false if the adapter cannot do this; the rules that need it are skipped
     */
    protected boolean ageAll(Duration by) {
        return false;
    }

    /** Returns the maximum time for an asynchronous effect. Override it on slow machines. */
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

    /** Returns the view of another node of the same documents; closed after the test. */
    final DocumentStore anotherStore() {
        DocumentStore another = openStore();
        opened.add(another);
        return another;
    }

    final String tenant() {
        return tenant;
    }

    /** Returns a document id that no other test uses. */
    final DocumentId newDocument() {
        return new DocumentId(tenant, "document-" + documents.incrementAndGet());
    }

    static Generation newGeneration() {
        return new Generation(UUID.randomUUID());
    }

    /** Opens a new document. */
    final Head opened() {
        return opened(newDocument());
    }

    final Head opened(DocumentId document) {
        return store.open(document, ENGINE, FORMAT, newGeneration());
    }

    /** Returns a submission with a unique operation id. */
    final Submission change() {
        return change("client", submitted.incrementAndGet());
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
                new OperationId("client", submitted.incrementAndGet()),
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

    /** Appends, and expects the append to be committed. */
    static List<Receipt> commit(DocumentStore store, Append append) {
        return committed(appendOne(store, append));
    }

    static AppendResult appendOne(DocumentStore store, Append append) {
        List<AppendResult> results = store.append(List.of(append));
        assertEquals(1, results.size(), "one append has one result");
        return results.get(0);
    }

    static List<Receipt> committed(AppendResult result) {
        return assertInstanceOf(AppendResult.Committed.class, result, "the append is committed")
                .receipts();
    }

    static Head conflicting(AppendResult result) {
        return assertInstanceOf(AppendResult.Conflict.class, result, "the append is refused as a conflict")
                .head();
    }

    final Head headOf(DocumentId document) {
        Head head = store.heads(List.of(document)).get(document);
        assertNotNull(head, "the document exists");
        return head;
    }

    /** Reads all commits in the log of a document, page by page. */
    static List<Commit> log(DocumentStore store, Head document) {
        List<Commit> log = new ArrayList<>();
        long after = 0;
        while (true) {
            Page page = store.read(document.document(), document.generation(), after, MAX_PAGE_BYTES);
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
