package io.collab.runtime.session;

import io.collab.api.Access;
import io.collab.api.CloseCode;
import io.collab.api.CollabException;
import io.collab.api.Commit;
import io.collab.api.CorruptDataException;
import io.collab.api.DocumentId;
import io.collab.api.Receipt;
import io.collab.api.SequenceConflictException;
import io.collab.api.StorageException;
import io.collab.api.Update;
import io.collab.api.Version;
import io.collab.runtime.flow.InboundBudget;
import io.collab.runtime.log.RepeatedLog;
import io.collab.runtime.protocol.ClientMessage;
import io.collab.runtime.protocol.ServerMessage;
import io.collab.runtime.threads.Mailbox;
import io.collab.spi.ordering.Follower;
import io.collab.spi.ordering.Following;
import io.collab.spi.storage.Page;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One document that is being edited on this node. It coordinates: changes of participants go through the {@link CommitPipeline},
 * commits come from a {@link Following} and are the only thing that changes the {@link DocumentState}, presence is in
 * {@link DocumentPresence}.
 *
 * <p>The methods may be called from any thread unless they say otherwise; their work and every field that is not final belong to
 * the mailbox.
 */
public final class DocumentSession {
    private static final System.Logger LOG = System.getLogger(DocumentSession.class.getName());
    private static final RepeatedLog CORRUPT = new RepeatedLog(DocumentSession.class, System.Logger.Level.ERROR);
    private static final RepeatedLog CLOSED = new RepeatedLog(DocumentSession.class, System.Logger.Level.INFO);

    /** The server's own code limits itself. */
    private static final InboundBudget UNLIMITED = new InboundBudget(Long.MAX_VALUE);

    private final SessionResources resources;
    private final DocumentState state;
    private final Consumer<DocumentSession> onClosed;
    private final Mailbox mailbox;
    private final Set<Participant> participants = new LinkedHashSet<>();
    private final CommitPipeline pipeline;
    private final SaveStallMonitor saving;
    private final DocumentPresence presence;
    private @Nullable Following following;
    /** Work that waits until a newer state has been loaded. */
    private final Deque<Runnable> afterReload = new ArrayDeque<>();

    private boolean reloading;
    private long reloadingSinceNanos;
    private boolean closed;
    private long idleSinceNanos;

    /**
     * @param state the loaded document, owned by this session from now on
     * @param onClosed called once, on the mailbox, when the session has ended
     */
    DocumentSession(SessionResources resources, DocumentState state, Consumer<DocumentSession> onClosed) {
        this.resources = resources;
        this.state = state;
        this.onClosed = onClosed;
        this.mailbox = new Mailbox(resources.mailboxes(), resources.nanoTime(), this::broken);
        this.saving = new SaveStallMonitor(document(), resources.timeouts().savingStalled(), participants);
        this.pipeline = new CommitPipeline(resources, state, mailbox, this::fail, saving::resumed);
        this.idleSinceNanos = resources.nanoTime().getAsLong();
        this.presence = new DocumentPresence(resources, document(), participants, mailbox);
        Following first = follow();
        mailbox.execute(() -> started(first));
    }

    DocumentId document() {
        return state.document();
    }

    /**
     * Admits a participant, once everything that is durable now has been integrated.
     *
     * @return completes on the mailbox with this session, or with null if the session has ended meanwhile and the document must
     *     be opened again
     */
    CompletionStage<@Nullable DocumentSession> join(Participant participant) {
        return whenCurrent(() -> {
            participants.add(participant);
            SyncAnswer.welcome(participant, state.replica());
            if (participant.wire().sendsPresenceOnJoin()) {
                presence.sendTo(participant);
            }
            saving.welcome(participant);
            return this;
        });
    }

    /**
     * Returns the whole state, including everything that is durable now.
     *
     * @return completes on the mailbox; null if the session has ended meanwhile and the document must be opened again
     */
    CompletionStage<byte @Nullable []> snapshot() {
        return whenCurrent(() -> state.replica().snapshot());
    }

    /**
     * Commits a change of the server's own code.
     *
     * @return completes when it is durable and integrated; null if the session has ended before it began, and the document must be
     *     opened again
     */
    CompletionStage<@Nullable Optional<Receipt>> edit(ServerEdit source, Update update) {
        CompletableFuture<@Nullable Optional<Receipt>> result = new CompletableFuture<>();
        mailbox.execute(() -> {
            if (closed) {
                result.complete(null);
                return;
            }
            source.result().whenComplete((receipt, failure) -> {
                if (failure == null) {
                    result.complete(receipt);
                } else {
                    result.completeExceptionally(failure);
                }
            });
            pipeline.add(new PendingEdit(source, update, true, UNLIMITED.reserve(update.size())));
        });
        return result;
    }

    /** Changes the access of a participant, and informs the client of the access that it has now. */
    public void changeAccess(Participant participant, Access access) {
        mailbox.execute(() -> {
            if (participants.contains(participant)) {
                participant.changeAccess(access);
                participant.send(new ServerMessage.Authenticated(access));
            }
        });
    }

    /** Removes a participant that has left. */
    public void leave(Participant participant) {
        mailbox.execute(() -> {
            if (participants.remove(participant)) {
                presence.leave(participant);
                idleSinceNanos = resources.nanoTime().getAsLong();
            }
        });
    }

    /**
     * Processes a message of a participant.
     *
     * @param bytes closed when the message has been processed
     */
    public void receive(Participant participant, ClientMessage message, InboundBudget.Reservation bytes) {
        mailbox.execute(() -> {
            if (closed || !participants.contains(participant)) {
                bytes.close();
                return;
            }
            try {
                process(participant, message, bytes);
            } catch (CollabException refused) {
                bytes.close();
                participant.end(refused);
            } catch (Throwable bug) {
                bytes.close();
                throw bug;
            }
        });
    }

    /**
     * Checks the document's time-outs. Called about twice a second, from the timer.
     *
     * @param held whether a handle keeps the document loaded
     */
    void tick(boolean held) {
        boolean late = saving.isLate(pipeline.flightNanos());
        mailbox.execute(() -> {
            if (!closed) {
                checkTimeouts(held, late && saving.isLate(pipeline.flightNanos()));
            }
        });
    }

    /** Ends the session: participants are informed of the reason, changes that are not durable are discarded. */
    void close(CollabException reason) {
        mailbox.execute(() -> fail(reason));
    }

    /** Returns whether no change waits for the store. */
    boolean quiet() {
        return pipeline.flightNanos() == 0;
    }

    private void checkTimeouts(boolean held, boolean savingStalled) {
        DocumentTimeouts timeouts = resources.timeouts();
        if (savingStalled) {
            saving.stalled();
        }
        if (pipeline.flightNanos() > timeouts.retryHorizon().toNanos()) {
            fail(new StorageException("storage-unavailable", "the log could not be written for too long"));
            return;
        }
        long now = resources.nanoTime().getAsLong();
        if (reloading && now - reloadingSinceNanos > timeouts.load().toNanos()) {
            fail(JoinFailure.loadTimeout());
            return;
        }
        presence.sweep();
        state.forgetDiff();
        boolean idle = !held && participants.isEmpty() && pipeline.idle();
        long idleNanos = now - idleSinceNanos;
        if (idle && idleNanos > timeouts.idleUnload().toNanos()) {
            unload();
        }
    }

    /** Runs an action on the mailbox when everything that is durable now has been integrated; null if the session has ended. */
    private <T> CompletionStage<@Nullable T> whenCurrent(Supplier<T> action) {
        CompletableFuture<@Nullable T> result = new CompletableFuture<>();
        mailbox.execute(() -> {
            try {
                awaitCurrent(result, action);
            } catch (Throwable failure) { // the session ends, and the caller must not wait for ever
                result.completeExceptionally(JoinFailure.of(failure));
                throw failure;
            }
        });
        return result;
    }

    private <T> void awaitCurrent(CompletableFuture<@Nullable T> result, Supplier<T> action) {
        if (closed) {
            result.complete(null);
            return;
        }
        if (reloading) {
            afterReload.add(() -> awaitCurrent(result, action));
            return;
        }
        Following current = Objects.requireNonNull(following, "the first message sets it");
        current.barrier()
                .whenComplete((passed, failure) -> mailbox.execute(() -> {
                    if (closed) {
                        result.complete(null);
                    } else if (failure == null) {
                        complete(result, action);
                    } else if (reloading || following != current) { // overtaken meanwhile
                        awaitCurrent(result, action);
                    } else {
                        result.completeExceptionally(JoinFailure.of(failure));
                    }
                }));
    }

    private static <T> void complete(CompletableFuture<@Nullable T> result, Supplier<T> action) {
        try {
            result.complete(action.get());
        } catch (Throwable failure) {
            result.completeExceptionally(JoinFailure.of(failure));
            throw failure;
        }
    }

    private void process(Participant from, ClientMessage message, InboundBudget.Reservation bytes) {
        boolean ownPresence = from.received(message);
        if (message instanceof ClientMessage.Edit edit) {
            if (WriteAccess.allows(from)) {
                pipeline.add(new PendingEdit(from, edit.update(), true, bytes));
                return;
            }
            WriteAccess.refuseEdit(from);
        } else if (message instanceof ClientMessage.SyncStep2 step2) {
            boolean acknowledged = from.syncRequests().answered();
            if (WriteAccess.allows(from)) {
                pipeline.add(new PendingEdit(from, step2.update(), acknowledged, bytes));
                return;
            }
            WriteAccess.answerSyncStep2(from, step2.update(), state.replica(), acknowledged);
        } else if (message instanceof ClientMessage.SyncStep1 step1) {
            SyncAnswer.answer(from, step1.version(), state);
            if (from.needsPresence()) {
                presence.sendTo(from);
            }
        } else if (message instanceof ClientMessage.Presence update) {
            presence.accept(from, update.bytes(), ownPresence);
        } else if (message instanceof ClientMessage.PresenceQuery) {
            presence.answer(from);
        }
        bytes.close();
    }

    /** The first message of the session itself; messages of its follower may have come before. */
    private void started(Following first) {
        if (closed) {
            first.close();
        } else if (following == null) { // otherwise it was overtaken, and the log is followed again
            following = first;
        }
    }

    private Following follow() {
        return resources.sequencer().follow(document(), state.generation(), state.seq(), new LogFollower());
    }

    private void integrate(List<Commit> commits) {
        long bytes =
                commits.stream().mapToLong(commit -> commit.update().size()).sum();
        Version before = bytes > SyncAnswer.MAX_PART_BYTES ? state.replica().version() : null;
        List<Update> updates = state.integrate(commits);
        Update merged =
                updates.size() == 1 ? updates.get(0) : resources.engine().merge(updates);
        if (merged != null) {
            updates = before == null
                    ? List.of(merged)
                    : state.replica().divide(before, merged, SyncAnswer.MAX_PART_BYTES);
        }
        FanOut.change(updates, participants);
        pipeline.integrated();
    }

    private void replaceBy(DocumentState newer) {
        FanOut.change(state.replaceBy(newer), participants);
        following = follow();
        reloading = false;
        pipeline.integrated();
        runAfterReload();
    }

    private void runAfterReload() {
        for (Runnable next = afterReload.poll(); next != null; next = afterReload.poll()) {
            next.run();
        }
    }

    private void unload() {
        LOG.log(System.Logger.Level.DEBUG, "{0}: unloaded at {1}", document(), state.seq());
        finish();
        SnapshotWriter.write(resources, state);
    }

    /** An invariant is broken: the session ends and is never repaired. */
    private void broken(Throwable failure) {
        if (failure instanceof CorruptDataException corrupt) {
            fail(corrupt);
        } else {
            LOG.log(System.Logger.Level.ERROR, document() + ": the session failed and ends", failure);
            fail(new StorageException("session-failed", "the server has failed; no saved change is lost"));
        }
    }

    private void fail(CollabException reason) {
        if (closed) {
            return;
        }
        if (reason instanceof CorruptDataException) {
            CORRUPT.log(() -> document() + ": " + reason.code(), reason);
        } else {
            CLOSED.log(() -> document() + ": closed: " + reason.code());
        }
        finish();
        List<Participant> all = List.copyOf(participants);
        participants.clear();
        all.forEach(participant -> attempt(() -> participant.end(reason)));
    }

    private void finish() {
        closed = true;
        attempt(() -> onClosed.accept(this)); // first: the session must not be found any more
        attempt(pipeline::abort);
        Following current = following;
        if (current != null) {
            attempt(current::close);
        }
        attempt(presence::close);
        attempt(this::runAfterReload);
    }

    /** Runs a step of closing: the next ones run whatever it throws. */
    private void attempt(Runnable step) {
        try {
            step.run();
        } catch (Throwable failure) {
            LOG.log(System.Logger.Level.ERROR, document() + ": a step of closing failed", failure);
        }
    }

    /** Receives the log from the sequencer and hands it to the mailbox. */
    private final class LogFollower implements Follower {
        @Override
        public void commits(List<Commit> commits, Runnable done) {
            mailbox.execute(() -> {
                if (!closed) {
                    integrate(commits);
                }
                done.run();
            });
        }

        @Override
        public void overtaken(Page page) {
            mailbox.execute(() -> {
                reloading = true;
                reloadingSinceNanos = resources.nanoTime().getAsLong();
            });
            try {
                resources.reads().execute(() -> reload(page));
            } catch (RejectedExecutionException busy) {
                close(StorageException.tryAgainLater("busy", "too many documents are being read", busy));
            }
        }

        private void reload(Page page) {
            try {
                DocumentState newer = DocumentLoader.continueFrom(resources, page);
                mailbox.execute(() -> {
                    if (!closed) {
                        replaceBy(newer);
                    }
                });
            } catch (Throwable unreadable) {
                close(JoinFailure.of(unreadable));
            }
        }

        @Override
        public void regressed() {
            close(new StorageException(
                    "log-regressed", CloseCode.LOG_REGRESSED, document() + ": the log has lost commits", null));
        }

        @Override
        public void replaced() {
            close(new SequenceConflictException("document-replaced", document() + " has another generation now"));
        }
    }
}
