package io.collab.runtime.session;

import static io.collab.runtime.testing.ManualNode.FRUIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collab.api.Commit;
import io.collab.api.Generation;
import io.collab.api.Registration;
import io.collab.api.StorageException;
import io.collab.runtime.testing.ManualNode;
import io.collab.runtime.testing.ManualTimer;
import io.collab.runtime.testing.WordEngine;
import io.collab.spi.storage.Snapshot;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionDocumentHandleTest {
    private final ManualNode node = new ManualNode(new WordEngine(), SessionResources.Policy.DEFAULTS);
    private final SessionRegistry registry = new SessionRegistry(node.resources);
    private final ManualTimer executor = new ManualTimer();
    private final List<String> heard = new ArrayList<>();
    private SessionDocumentHandle handle;

    @BeforeEach
    void open() {
        DocumentLoader.open(node.resources, FRUIT);
        handle = new SessionDocumentHandle(FRUIT, registry, node.resources, executor, executor);
    }

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void aReaderSeesEverythingThatIsDurable() {
        assertThat(handle.id()).isEqualTo(FRUIT);
        node.appendElsewhere(WordEngine.update("apple"));
        assertThat(read(words -> words)).isCompletedWithValue("apple");
        node.appendElsewhere(WordEngine.update("pear"));
        assertThat(read(words -> words)).isCompletedWithValue("apple pear");
    }

    @Test
    void aReaderRunsOnTheHandlesExecutorAndMayReadAgain() {
        List<String> seen = new ArrayList<>();
        CompletableFuture<String> outer = handle.read(String.class, words -> {
                    handle.read(String.class, seen::add);
                    return words;
                })
                .toCompletableFuture();
        node.settle();
        assertThat(outer).isNotCompleted();
        settle();
        assertThat(outer).isCompleted();
        assertThat(seen).containsExactly("");
    }

    @Test
    void aReadFailsWithTheExceptionOfItsReader() {
        IllegalStateException broken = new IllegalStateException("broken");
        CompletableFuture<String> failed = read(words -> {
            throw broken;
        });
        assertThatThrownBy(failed::join).hasCause(broken);
        assertThat(read(words -> words)).isCompletedWithValue("");
    }

    @Test
    void aReadOfADocumentThatCannotBeLoadedFails() {
        node.store.goDown();
        CompletableFuture<String> failed = read(words -> words);
        assertThatThrownBy(failed::join).hasCauseInstanceOf(StorageException.class);
        node.store.comeUp();
        assertThat(read(words -> words)).isCompletedWithValue("");
    }

    @Test
    void aListenerReceivesEveryLaterCommitOnceAndInOrder() {
        node.append(WordEngine.update("before"));
        handle.onCommit(this::hear);
        settle();
        node.append(WordEngine.update("a"));
        settle();
        node.append(WordEngine.update("b"));
        node.append(WordEngine.update("c"));
        node.appendElsewhere(WordEngine.update("d"));
        node.append(WordEngine.update("e"));
        settle();
        assertThat(heard).containsExactly("2 a", "3 b", "4 c", "5 d", "6 e");
    }

    @Test
    void aSlowListenerHasOneTaskAtATimeAndDelaysNoOtherListener() {
        ManualTimer otherExecutor = new ManualTimer();
        SessionDocumentHandle other =
                new SessionDocumentHandle(FRUIT, registry, node.resources, otherExecutor, otherExecutor);
        List<Commit> others = new ArrayList<>();
        handle.onCommit(this::hear);
        other.onCommit(others::add);
        settle();
        otherExecutor.runDue();
        node.settle();
        for (int i = 0; i < 10; i++) {
            node.append(WordEngine.update("w" + i));
            node.settle();
            otherExecutor.runDue();
        }
        assertThat(others).hasSize(10);
        assertThat(heard).isEmpty();
        assertThat(executor.size()).isEqualTo(1);
        settle();
        assertThat(heard).hasSize(10).startsWith("1 w0").endsWith("10 w9");
    }

    @Test
    void aListenerThatThrowsReceivesTheNextCommit() {
        handle.onCommit(commit -> {
            hear(commit);
            throw new AssertionError("broken");
        });
        settle();
        node.append(WordEngine.update("a"));
        node.append(WordEngine.update("b"));
        settle();
        assertThat(heard).containsExactly("1 a", "2 b");
    }

    @Test
    void aClosedListenerReceivesNothingMoreAndOthersDo() {
        List<Commit> others = new ArrayList<>();
        Registration registration = handle.onCommit(this::hear);
        handle.onCommit(others::add);
        settle();
        node.append(WordEngine.update("a"));
        node.settle();
        registration.close();
        registration.close();
        node.append(WordEngine.update("b"));
        settle();
        assertThat(heard).isEmpty();
        assertThat(others).hasSize(2);
        assertThat(node.bus.subscriptions()).isEqualTo(1);
    }

    @Test
    void aListenerThatIsClosedBeforeItHasStartedReceivesNothing() {
        handle.onCommit(this::hear).close();
        settle();
        node.append(WordEngine.update("a"));
        settle();
        assertThat(heard).isEmpty();
        assertThat(node.bus.subscriptions()).isZero();
    }

    @Test
    void aListenerThatCannotStartIsNotRegistered() {
        node.store.goDown();
        assertThatThrownBy(() -> handle.onCommit(this::hear)).isInstanceOf(StorageException.class);
        settle();
        assertThat(node.bus.subscriptions()).isZero();
        node.store.comeUp();
        handle.onCommit(this::hear);
        settle();
        node.append(WordEngine.update("a"));
        settle();
        assertThat(heard).containsExactly("1 a");
    }

    @Test
    void aCommitRightAfterTheRegistrationIsDelivered() {
        handle.onCommit(this::hear);
        node.append(WordEngine.update("a")); // before any task of the handle has run
        settle();
        assertThat(heard).containsExactly("1 a");
    }

    @Test
    void aListenerWhoseNextCommitsWereCompactedEnds() {
        handle.onCommit(this::hear);
        settle();
        node.append(WordEngine.update("a"));
        node.appendElsewhere(WordEngine.update("b"));
        node.appendElsewhere(WordEngine.update("c"));
        node.clock.advance(Duration.ofMinutes(11));
        node.store.compact(
                FRUIT, node.head().generation(), 0, new Snapshot(3, "a b c".getBytes(StandardCharsets.UTF_8)), 3);
        settle();
        node.append(WordEngine.update("d"));
        settle();
        assertThat(heard).containsExactly("1 a");
        assertThat(node.bus.subscriptions()).isZero();
    }

    @Test
    void aListenerOfAReplacedDocumentEnds() {
        handle.onCommit(this::hear);
        settle();
        node.store.delete(FRUIT, node.head().generation());
        node.store.open(FRUIT, "words", 1, new Generation(UUID.randomUUID()));
        node.append(WordEngine.update("a"));
        node.timer.advance(Duration.ofSeconds(6));
        settle();
        assertThat(heard).isEmpty();
        assertThat(node.bus.subscriptions()).isZero();
    }

    @Test
    void aClosedHandleReleasesTheDocumentAndEndsItsListeners() {
        handle.onCommit(this::hear);
        settle();
        read(words -> words);
        node.append(WordEngine.update("a"));
        node.settle();
        handle.close();
        handle.close();
        settle();
        assertThat(heard).isEmpty();
        assertThat(executor.isShutdown()).isTrue();
        assertThatThrownBy(() -> handle.read(String.class, words -> words)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> handle.onCommit(this::hear)).isInstanceOf(IllegalStateException.class);

        node.nanos.addAndGet(Duration.ofSeconds(31).toNanos());
        registry.tick();
        node.settle();
        assertThat(registry.size()).isZero();
    }

    @Test
    void anOpenHandleKeepsTheDocumentLoaded() {
        read(words -> words);
        node.nanos.addAndGet(Duration.ofHours(1).toNanos());
        registry.tick();
        node.settle();
        assertThat(registry.size()).isEqualTo(1);
    }

    private CompletableFuture<String> read(Function<String, String> reader) {
        CompletableFuture<String> result = handle.read(String.class, reader).toCompletableFuture();
        settle();
        return result;
    }

    private void hear(Commit commit) {
        heard.add(commit.seq() + " " + new String(commit.update().bytes(), StandardCharsets.UTF_8));
    }

    /** Runs what waits, on the node and on the handle's executor. */
    private void settle() {
        do {
            node.settle();
            executor.runDue();
        } while (node.mailboxes.size() + node.reads.size() + executor.size() > 0);
    }
}
