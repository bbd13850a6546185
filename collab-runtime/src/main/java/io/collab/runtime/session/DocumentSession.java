package io.collab.runtime.session;

import io.collab.api.CloseCode;
import io.collab.api.CollabException;
import io.collab.api.Commit;
import io.collab.api.CorruptDataException;
import io.collab.api.DocumentId;
import io.collab.api.LimitExceededException;
import io.collab.api.ProtocolException;
import io.collab.api.SequenceConflictException;
import io.collab.api.StorageException;
import io.collab.api.Update;
import io.collab.api.Version;
import io.collab.runtime.ordering.BusMessage;
import io.collab.runtime.protocol.ClientMessage;
import io.collab.runtime.protocol.PresenceTable;
import io.collab.runtime.protocol.ServerMessage;
import io.collab.spi.merge.Replica;
import io.collab.spi.ordering.Follower;
import io.collab.spi.ordering.Following;
import io.collab.spi.storage.Head;
import io.collab.spi.storage.Page;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One document being edited on this node. It only coordinates: what clients want goes through the {@link CommitPipeline},
 * what the log says comes from a {@link Following} and is the only thing that touches the replica, who is here is in the
 * {@link PresenceTable}, what is told goes to outboxes.
 *
 * <p>Everything but the public methods runs on the mailbox, and so does every field that is not final. Invariant I0: the
 * replica is the fold of {@code integrate} over snapshot and log; memory is never ahead of the log.
 */
final class DocumentSession {
    private static final System.Logger LOG = System.getLogger(DocumentSession.class.getName());

    private final DocumentId document;
    private final SessionResources resources;
    private final Consumer<DocumentSession> onClosed;
    private final Mailbox mailbox;
    private final CommitPipeline pipeline;
    private final PresenceTable presence;
    private final PresenceChannel otherNodes;
    private final Set<Participant> participants = new LinkedHashSet<>();
    private final Head loadedHead;
    private Replica replica;
    private long seq;
    private Following following;
    private boolean closed;
    private boolean stalled;
    private long idleSinceNanos;
    private long presenceCheckedNanos;

    /**
     * @param loaded handed over: nobody else touches its replica
     * @param onClosed told once, on the mailbox, when the session is over
     */
    DocumentSession(SessionResources resources, LoadedDocument loaded, Consumer<DocumentSession> onClosed) {
        this.document = loaded.head().document();
        this.resources = resources;
        this.onClosed = onClosed;
        this.loadedHead = loaded.head();
        this.replica = loaded.replica();
        this.seq = loaded.seq();
        this.mailbox = new Mailbox(resources.mailboxes(), resources.nanoTime(), this::broken);
        SessionLimits limits = resources.limits();
        this.presence = new PresenceTable(
                () -> resources.nanoTime().getAsLong() / 1_000_000,
                limits.presenceEntries(),
                limits.presenceStateLength());
        this.pipeline = new CommitPipeline(
                document,
                loaded.head().generation(),
                resources.engine().order(),
                limits,
                resources.nanoTime(),
                new PipelineHost(),
                replica,
                seq);
        this.idleSinceNanos = resources.nanoTime().getAsLong();
        this.presenceCheckedNanos = idleSinceNanos;
        this.otherNodes = new PresenceChannel(document, resources.node(), resources.bus(), this::heard);
        this.following = resources.sequencer().follow(document, loadedHead.generation(), seq, new LogFollower());
    }

    DocumentId document() {
        return document;
    }

    /**
     * Lets a participant in, once everything that is durable now has been integrated.
     *
     * @param elsewhere run instead when the session has been closed meanwhile: ask the registry again
     */
    void join(Participant participant, Runnable elsewhere) {
        whenCurrent(elsewhere, participant::dismiss, () -> admit(participant));
    }

    /** A participant has gone. */
    void leave(Participant participant) {
        mailbox.execute(() -> {
            if (participants.remove(participant)) {
                changedHere(presence.leave(participant));
                idleSinceNanos = resources.nanoTime().getAsLong();
            }
        });
    }

    /** A participant says something. */
    void receive(Participant participant, ClientMessage message, int bytes) {
        mailbox.execute(() -> {
            if (closed || !participants.contains(participant)) {
                participant.release(bytes);
            } else {
                try {
                    take(participant, message, bytes);
                } catch (CollabException refused) {
                    participant.release(bytes);
                    participant.dismiss(refused);
                }
            }
        });
    }

    /**
     * The whole state, with everything that is durable now.
     *
     * @return completes on the mailbox; null when the session has been closed meanwhile: ask the registry again
     */
    CompletionStage<byte @Nullable []> snapshot() {
        CompletableFuture<byte @Nullable []> state = new CompletableFuture<>();
        whenCurrent(() -> state.complete(null), state::completeExceptionally, () -> state.complete(replica.snapshot()));
        return state;
    }

    /**
     * Looks whether it is time for something. Called about twice a second, from the timer.
     *
     * @param held somebody outside wants the document to stay loaded
     */
    void tick(boolean held) {
        long busy = pipeline.busyNanos();
        SessionLimits limits = resources.limits();
        boolean late = busy > limits.stalledAfter().toNanos();
        mailbox.execute(() -> {
            if (closed) {
                return;
            }
            long now = resources.nanoTime().getAsLong();
            if (late && pipeline.busyNanos() > limits.stalledAfter().toNanos()) {
                tellStalled(true);
            }
            if (pipeline.busyNanos() > limits.retryHorizon().toNanos()) {
                fail(new StorageException("storage-unavailable", "the log could not be written for too long"));
            } else if (now - presenceCheckedNanos > 5_000_000_000L) {
                presenceCheckedNanos = now;
                tellPresence(presence.expire());
            }
            if (!held && idle() && now - idleSinceNanos > limits.idleTimeout().toNanos()) {
                unload();
            }
        });
    }

    /** Ends the session: participants are told why, what is not durable is given up. */
    void close(CollabException reason) {
        mailbox.execute(() -> fail(reason));
    }

    /** Whether nothing is on its way into the log. Any thread. */
    boolean quiet() {
        return pipeline.busyNanos() == 0;
    }

    private boolean idle() {
        return participants.isEmpty() && pipeline.idle();
    }

    private void whenCurrent(Runnable elsewhere, Consumer<CollabException> refused, Runnable action) {
        mailbox.execute(() -> {
            if (closed) {
                elsewhere.run();
                return;
            }
            following
                    .barrier()
                    .whenComplete((passed, failure) -> mailbox.execute(() -> {
                        if (closed) {
                            elsewhere.run();
                        } else if (failure != null) {
                            refused.accept(unavailable(failure));
                        } else {
                            action.run();
                        }
                    }));
        });
    }

    private static CollabException unavailable(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof CollabException known
                ? known
                : StorageException.tryAgainLater("load-failed", "the document cannot be read now", cause);
    }

    private void admit(Participant participant) {
        participants.add(participant);
        participant.send(new ServerMessage.Authenticated(participant.access()));
        if (!participant.wire().traits().multiplexed()) {
            askForAll(participant);
        }
        sendPresence(participant);
        if (stalled) {
            participant.send(stalledMessage(true));
        }
        participant.joined(this);
    }

    private void take(Participant from, ClientMessage message, int bytes) {
        if (message instanceof ClientMessage.Edit edit) {
            if (from.mayWrite()) {
                pipeline.add(new Write(from, edit.update(), true, bytes));
                return;
            }
            from.send(new ServerMessage.Saved(false));
        } else if (message instanceof ClientMessage.SyncStep2 step2) {
            boolean counted = from.answerCounts();
            if (from.mayWrite()) {
                pipeline.add(new Write(from, step2.update(), counted, bytes));
                return;
            }
            boolean nothingNew = replica.covers(step2.update());
            if (counted) {
                from.send(new ServerMessage.Saved(nothingNew));
            }
        } else if (message instanceof ClientMessage.SyncStep1 step1) {
            answer(from, step1.version());
        } else if (message instanceof ClientMessage.Presence told) {
            changedHere(presence.accept(from, told.bytes()));
        } else if (message instanceof ClientMessage.PresenceQuery) {
            sendPresence(from);
        }
        from.release(bytes);
    }

    private void answer(Participant to, Version has) {
        if (to.outbox().overloaded()) {
            throw new LimitExceededException(
                    "too-many-questions", CloseCode.SLOW_CONSUMER, "earlier answers have not been read yet");
        }
        List<Update> parts = replica.diff(has, resources.limits().partBytes());
        if (to.wire().traits().multiplexed()) {
            askForAll(to);
        }
        int last = parts.size() - 1;
        for (Update part : parts.subList(0, last)) {
            to.outbox().answer(to.address(), new ServerMessage.Edit(part));
        }
        to.outbox().answer(to.address(), new ServerMessage.SyncStep2(parts.get(last)));
    }

    private void askForAll(Participant participant) {
        participant.expectCountedAnswer();
        participant.send(new ServerMessage.SyncStep1(replica.version()));
    }

    private void sendPresence(Participant to) {
        byte[] states = presence.states();
        if (states != null) {
            to.send(new ServerMessage.Presence(states));
        }
    }

    /** What a participant of this node has changed is told here and to the other nodes. */
    private void changedHere(byte @Nullable [] change) {
        tellPresence(change);
        if (change != null) {
            otherNodes.publish(change);
        }
    }

    /** Another node tells who is there, or asks. On the bus's thread. */
    private void heard(BusMessage message) {
        mailbox.execute(() -> {
            if (closed) {
                return;
            }
            if (message instanceof BusMessage.PresenceChanged changed) {
                try {
                    tellPresence(presence.accept(changed.node(), changed.bytes()));
                } catch (ProtocolException refused) {
                    LOG.log(System.Logger.Level.WARNING, "{0}: {1} from another node", document, refused.code());
                }
            } else if (message instanceof BusMessage.PresenceAsked) {
                byte[] here = presence.statesOf(participants::contains);
                if (here != null) {
                    otherNodes.publish(here);
                }
            }
        });
    }

    private void tellPresence(byte @Nullable [] change) {
        if (change != null) {
            FanOut.presence(change, participants);
        }
    }

    private void tellStalled(boolean now) {
        if (stalled != now) {
            stalled = now;
            LOG.log(
                    now ? System.Logger.Level.WARNING : System.Logger.Level.INFO,
                    now ? "{0}: saving has stalled" : "{0}: saving goes on",
                    document);
            participants.forEach(participant -> participant.send(stalledMessage(now)));
        }
    }

    private static ServerMessage.Stateless stalledMessage(boolean now) {
        return new ServerMessage.Stateless("{\"type\":\"collab.save\",\"state\":\"" + (now ? "stalled" : "ok") + "\"}");
    }

    private void integrate(List<Commit> commits) {
        List<Update> updates = new ArrayList<>(commits.size());
        for (Commit commit : commits) {
            replica.integrate(commit);
            seq = commit.seq();
            updates.add(commit.update());
        }
        Update merged =
                updates.size() == 1 ? updates.get(0) : resources.engine().merge(updates);
        if (merged != null) {
            FanOut.change(merged, participants);
        } else {
            updates.forEach(update -> FanOut.change(update, participants));
        }
        pipeline.passed(replica, seq);
    }

    private void replaceBy(LoadedDocument newer) {
        Version had = replica.version();
        replica = newer.replica();
        seq = newer.seq();
        for (Update part : replica.diff(had, resources.limits().partBytes())) {
            FanOut.change(part, participants);
        }
        following = resources.sequencer().follow(document, loadedHead.generation(), seq, new LogFollower());
        pipeline.passed(replica, seq);
    }

    private void unload() {
        LOG.log(System.Logger.Level.DEBUG, "{0}: unloaded at {1}", document, seq);
        finish();
        SnapshotWriter.write(resources, loadedHead, replica, seq);
    }

    /** Something that must not happen has happened: the session is given up, never repaired. */
    private void broken(Throwable failure) {
        if (failure instanceof CorruptDataException corrupt) {
            fail(corrupt);
        } else {
            LOG.log(System.Logger.Level.ERROR, document + ": the session is given up", failure);
            fail(new StorageException("session-failed", "the server has failed; nothing that was saved is lost"));
        }
    }

    private void fail(CollabException reason) {
        if (!closed) {
            if (reason instanceof CorruptDataException) {
                LOG.log(System.Logger.Level.ERROR, document + ": " + reason.code(), reason);
            } else {
                LOG.log(System.Logger.Level.INFO, "{0}: closed: {1}", document, reason.code());
            }
            pipeline.abandon();
            finish();
            List<Participant> all = List.copyOf(participants);
            participants.clear();
            all.forEach(participant -> participant.dismiss(reason));
        }
    }

    private void finish() {
        closed = true;
        following.close();
        otherNodes.close();
        onClosed.accept(this);
    }

    /** Runs something that may block, off the mailbox. */
    private void read(Runnable blocking) {
        try {
            resources.reads().execute(blocking);
        } catch (RejectedExecutionException busy) {
            close(StorageException.tryAgainLater("busy", "too many documents are being read", busy));
        }
    }

    /** The log, told on the mailbox. */
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
            read(() -> {
                try {
                    LoadedDocument newer = LoadedDocument.from(resources, page);
                    mailbox.execute(() -> {
                        if (!closed) {
                            replaceBy(newer);
                        }
                    });
                } catch (CollabException unreadable) {
                    close(unreadable);
                }
            });
        }

        @Override
        public void replaced() {
            close(new SequenceConflictException("document-replaced", document + " has another generation now"));
        }
    }

    /** What the pipeline may ask of this session. */
    private final class PipelineHost implements CommitPipeline.Host {
        @Override
        public void submit(GroupCommitter.Ticket ticket) {
            resources.committer().submit(ticket);
        }

        @Override
        public void post(Runnable message) {
            mailbox.execute(() -> {
                if (!closed) {
                    message.run();
                }
            });
        }

        @Override
        public void history(long fromSeq, Consumer<List<Commit>> told) {
            long upTo = seq;
            read(() -> {
                try {
                    List<Commit> commits = History.read(resources.store(), loadedHead, fromSeq, upTo);
                    post(() -> told.accept(commits));
                } catch (StorageException unavailable) {
                    close(unavailable);
                }
            });
        }

        @Override
        public void settled() {
            tellStalled(false);
        }

        @Override
        public void fail(CollabException reason) {
            DocumentSession.this.fail(reason);
        }
    }
}
