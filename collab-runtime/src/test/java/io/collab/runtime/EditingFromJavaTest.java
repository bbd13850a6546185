package io.collab.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collab.api.Author;
import io.collab.api.CloseCode;
import io.collab.api.Commit;
import io.collab.api.DocumentHandle;
import io.collab.api.DocumentId;
import io.collab.api.DocumentInfo;
import io.collab.api.Receipt;
import io.collab.crdt.YDoc;
import io.collab.runtime.memory.MemoryBroadcastBus;
import io.collab.runtime.memory.MemoryDocumentStore;
import io.collab.runtime.testing.Peer;
import io.collab.spi.ordering.BroadcastBus;
import io.collab.spi.storage.DocumentStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Documents that application code writes, on two nodes that share a store. */
class EditingFromJavaTest {
    private static final DocumentId NOTES = DocumentId.of("notes");

    private final MemoryDocumentStore store = new MemoryDocumentStore();
    private final MemoryBroadcastBus bus = new MemoryBroadcastBus();
    private final CollabNode node = node(store, bus);
    private final CollabNode other = node(store.share(), bus.share());
    private final DocumentHandle notes = node.document(NOTES);

    private static CollabNode node(DocumentStore store, BroadcastBus bus) {
        return new CollabRuntimeBuilder().store(store).bus(bus).build();
    }

    @AfterEach
    void close() {
        notes.close();
        other.close();
        node.close();
    }

    @Test
    void anEditIsDurableWhenItsStageCompletesAndHasAnAuthor() {
        CompletableFuture<Commit> heard = new CompletableFuture<>();
        notes.onCommit(heard::complete);
        Receipt receipt =
                get(notes.edit(YDoc.class, "anna", doc -> doc.getText("t").insert(0, "hello")));
        assertThat(receipt).isNotNull();
        assertThat(receipt.seq()).isEqualTo(1);
        assertThat(node.find(NOTES)).extracting(DocumentInfo::seq).isEqualTo(1L);
        assertThat(textOn(other)).isEqualTo("hello");
        assertThat(get(heard).submission().author())
                .extracting(Author::principal)
                .isEqualTo("anna");
    }

    @Test
    void editsAndReadsOfAHandleSeeThoseBeforeThem() {
        List<CompletionStage<String>> reads = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int number = i;
            edit(notes, doc -> {
                assertThat(doc.getText("t").length()).isEqualTo(number);
                doc.getText("t").insert(number, "x");
            });
            reads.add(notes.read(YDoc.class, doc -> doc.getText("t").toString()));
        }
        for (int i = 0; i < reads.size(); i++) {
            assertThat(get(reads.get(i))).hasSize(i + 1);
        }
    }

    @Test
    void changesThatWereStartedBeforeTheHandleIsClosedAreCarriedOut() {
        CompletionStage<@Nullable Receipt> last;
        try (DocumentHandle handle = node.document(NOTES)) {
            for (int i = 0; i < 9; i++) {
                handle.edit(YDoc.class, doc -> doc.getText("t").insert(0, "x"));
            }
            last = handle.edit(YDoc.class, doc -> doc.getText("t").insert(0, "y"));
        }
        assertThat(get(last)).isNotNull();
        assertThat(textOn(other)).isEqualTo("y" + "x".repeat(9));
    }

    @Test
    void whatOthersWriteAtTheSameTimeIsMerged() throws InterruptedException {
        try (DocumentHandle there = other.document(NOTES)) {
            List<CompletionStage<?>> edits = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                edits.add(notes.edit(YDoc.class, doc -> doc.getText("t").insert(0, "a")));
                edits.add(there.edit(YDoc.class, doc -> doc.getText("t").insert(0, "b")));
            }
            edits.forEach(EditingFromJavaTest::get);
        }
        assertThat(textOn(node)).hasSize(100);
        assertThat(textOn(other)).isEqualTo(textOn(node));
    }

    @Test
    void allThatAFunctionChangesIsOneCommit() {
        edit(notes, doc -> {
            doc.getText("t").insert(0, "hello");
            doc.getMap("m").set("key", "value");
            doc.getText("t").delete(0, 1);
        });
        assertThat(node.find(NOTES)).extracting(DocumentInfo::seq).isEqualTo(1L);
        assertThat(textOn(other)).isEqualTo("ello");
    }

    @Test
    void aReplacementKeepsWhatOthersTypeMeanwhile() {
        edit(notes, doc -> doc.getText("t").insert(0, "The quick brown fox jumps."));
        try (DocumentHandle there = other.document(NOTES)) {
            Receipt receipt = get(notes.replace(YDoc.class, "anna", doc -> {
                for (int i = 0; i < 20; i++) {
                    int at = 16 + i;
                    edit(there, typed -> typed.getText("t").insert(at, "x")); // after the copy was made
                }
                doc.getText("t").insert(0, "The slow brown fox walks.");
            }));
            assertThat(receipt).extracting(Receipt::seq).isEqualTo(22L);
        }
        assertThat(textOn(node)).isEqualTo("The slow brown " + "x".repeat(20) + "fox walks.");
        assertThat(textOn(other)).isEqualTo(textOn(node));
    }

    @Test
    void equalReplacementsAtTheSameTimeAreThereOnce() throws Exception {
        edit(notes, doc -> doc.getText("t").insert(0, "one cat two"));
        CyclicBarrier copied = new CyclicBarrier(3);
        try (DocumentHandle here = node.document(NOTES);
                DocumentHandle there = other.document(NOTES)) {
            List<CompletionStage<@Nullable Receipt>> all = new ArrayList<>();
            for (DocumentHandle handle : List.of(notes, here, there)) {
                all.add(handle.replace(YDoc.class, doc -> {
                    await(copied);
                    doc.getText("t").insert(0, "one dog two");
                }));
            }
            all.forEach(EditingFromJavaTest::get);
        }
        assertThat(textOn(node)).isEqualTo("one dog two");
        assertThat(textOn(other)).isEqualTo("one dog two");
    }

    @Test
    void aReplacementByEqualContentWritesNothing() {
        edit(notes, doc -> doc.getText("t").insert(0, "hello"));
        assertThat(get(notes.replace(YDoc.class, doc -> doc.getText("t").insert(0, "hello"))))
                .isNull();
        assertThat(node.find(NOTES)).extracting(DocumentInfo::seq).isEqualTo(1L);
    }

    @Test
    void aFunctionThatThrowsChangesNothing() {
        CompletionStage<@Nullable Receipt> failed = notes.edit(YDoc.class, doc -> {
            doc.getText("t").insert(0, "half");
            throw new IllegalStateException("broken");
        });
        assertThatThrownBy(() -> get(failed)).hasRootCauseMessage("broken");
        assertThat(node.find(NOTES)).isNull();
        edit(notes, doc -> doc.getText("t").insert(0, "whole"));
        assertThat(textOn(node)).isEqualTo("whole");
    }

    @Test
    void aFunctionThatChangesNothingWritesNothing() {
        assertThat(get(notes.edit(YDoc.class, doc -> doc.getText("t").length())))
                .isNull();
        assertThat(node.find(NOTES)).isNull();
    }

    @Test
    void applicationCodeMayWaitForWhatItStarts() {
        CompletableFuture<String> heard = new CompletableFuture<>();
        notes.onCommit(commit -> heard.complete(
                get(notes.read(YDoc.class, doc -> doc.getText("t").toString()))));
        edit(notes, doc -> {
            get(notes.edit(YDoc.class, inner -> inner.getText("t").insert(0, "inner")));
            doc.getText("t").insert(0, "outer");
        });
        assertThat(get(heard)).contains("inner");
        assertThat(textOn(node)).contains("inner").contains("outer");
    }

    @Test
    void clientsOfADeletedDocumentAreClosed() {
        Peer client = Peer.y(node.acceptor(), "notes").awaitReceived(received -> !received.isEmpty());
        edit(notes, doc -> doc.getText("t").insert(0, "hello"));
        assertThat(node.delete(NOTES)).isTrue();
        assertThat(client.awaitClosed()).isEqualTo(CloseCode.DOCUMENT_REPLACED);
        assertThat(node.find(NOTES)).isNull();
        assertThat(node.delete(NOTES)).isFalse();
        edit(notes, doc -> doc.getText("t").insert(0, "new"));
        assertThat(textOn(node)).isEqualTo("new");
    }

    @Test
    void firstContentIsThereOnceHoweverManyWriteIt() throws Exception {
        int threads = 50;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Boolean>> results = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            CollabNode on = i % 2 == 0 ? node : other;
            results.add(pool.submit(() -> {
                start.await();
                try (DocumentHandle handle = on.document(NOTES)) {
                    return get(handle.seed(YDoc.class, doc -> doc.getText("t").insert(0, "welcome")));
                }
            }));
        }
        start.countDown();
        int written = 0;
        for (Future<Boolean> result : results) {
            written += result.get(60, TimeUnit.SECONDS) ? 1 : 0;
        }
        pool.shutdown();
        assertThat(written).isOne();
        assertThat(textOn(node)).isEqualTo("welcome");
        assertThat(textOn(other)).isEqualTo("welcome");
    }

    @Test
    void aDocumentWithContentIsNotSeeded() {
        edit(notes, doc -> doc.getText("t").insert(0, "mine"));
        assertThat(get(notes.seed(YDoc.class, doc -> doc.getText("t").insert(0, "welcome"))))
                .isFalse();
        assertThat(textOn(node)).isEqualTo("mine");
    }

    @Test
    void aDocumentThatWasDeletedCanBeSeededAgain() {
        edit(notes, doc -> doc.getText("t").insert(0, "old"));
        node.delete(NOTES);
        assertThat(get(notes.seed(YDoc.class, doc -> doc.getText("t").insert(0, "welcome"))))
                .isTrue();
        assertThat(textOn(node)).isEqualTo("welcome");
    }

    @Test
    void readingCreatesNothing() {
        for (int i = 0; i < 50; i++) {
            try (DocumentHandle handle = node.document(DocumentId.of("absent/" + i))) {
                assertThat(get(handle.<YDoc, Integer>read(
                                YDoc.class, doc -> doc.getText("t").length())))
                        .isZero();
            }
        }
        assertThat(node.list(DocumentId.DEFAULT_TENANT, "", 100)).isEmpty();
        assertThat(node.documents()).isZero();
    }

    @Test
    void documentsAreListedInPages() {
        IntStream.range(0, 5).forEach(i -> {
            try (DocumentHandle handle = node.document(DocumentId.of("page/" + i))) {
                edit(handle, doc -> doc.getText("t").insert(0, "x"));
            }
        });
        List<DocumentInfo> first = other.list(DocumentId.DEFAULT_TENANT, "", 3);
        assertThat(first).extracting(info -> info.id().name()).containsExactly("page/0", "page/1", "page/2");
        assertThat(other.list(DocumentId.DEFAULT_TENANT, "page/2", 3))
                .extracting(info -> info.id().name())
                .containsExactly("page/3", "page/4");
    }

    private static void edit(DocumentHandle handle, Consumer<YDoc> change) {
        get(handle.edit(YDoc.class, change));
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static String textOn(CollabNode node) {
        try (DocumentHandle handle = node.document(NOTES)) {
            return get(handle.read(YDoc.class, doc -> doc.getText("t").toString()));
        }
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
    }
}
