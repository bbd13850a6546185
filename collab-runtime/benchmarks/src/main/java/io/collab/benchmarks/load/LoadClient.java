package io.collab.benchmarks.load;

import io.collab.benchmarks.net.Link;
import io.collab.benchmarks.net.LinkListener;
import io.collab.benchmarks.wire.ClientWire;
import io.collab.benchmarks.wire.ClockRanges;
import io.collab.benchmarks.wire.ServerMessage;
import io.collab.benchmarks.wire.TypedText;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One client of a load: types its own text, and records the edits of the others. */
final class LoadClient implements LinkListener {
    private static final byte[] NOTHING = {0, 0};

    private final LoadDocument document;
    private final int writer;
    private final ClientWire wire;
    private final TypedText text;
    private final Meter meter;
    private final CompletableFuture<Void> synced = new CompletableFuture<>();
    private final int[] expected;
    private int ownAnswers;
    private int acknowledged;
    private volatile @Nullable Link link;
    private volatile boolean leaving;

    LoadClient(LoadDocument document, int writer, ClientWire wire, TypedText text, Meter meter) {
        this.document = document;
        this.writer = writer;
        this.wire = wire;
        this.text = text;
        this.meter = meter;
        this.expected = new int[document.writers()];
    }

    /** Completes when the server has sent the content of the document. */
    CompletableFuture<Void> synced() {
        return synced;
    }

    /** Sends the next edit. On the sender's thread only. */
    void type(long dueNanos) {
        Link open = link;
        if (open == null || open.isClosed()) {
            return;
        }
        int edit = document.sending(writer, dueNanos);
        open.send(wire.update(text.edit(document.client(writer), edit)));
    }

    /** Returns the number of edits of others that are missing; call when the sockets' thread is idle. */
    long missing() {
        long missing = 0;
        for (int other = 0; other < expected.length; other++) {
            missing += other == writer ? 0 : document.sent(other) - expected[other];
        }
        return missing;
    }

    /** Returns the number of own edits that are acknowledged; call when the sockets' thread is idle. */
    int saved() {
        return acknowledged;
    }

    /** Returns the number of own edits without an acknowledgement, 0 on a wire without them. */
    long unsaved() {
        return wire.acknowledges() ? document.sent(writer) - acknowledged : 0;
    }

    void leave() {
        leaving = true;
        Link open = link;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void onOpen(Link opened) {
        link = opened;
        wire.opening().forEach(opened::send);
    }

    @Override
    public void onMessage(Link from, byte[] message) {
        ServerMessage said = wire.read(message);
        if (said instanceof ServerMessage.Update update) {
            meter.update();
            took(update.update());
        } else if (said instanceof ServerMessage.Saved saved) {
            answered(saved.isSaved());
        } else if (said instanceof ServerMessage.Step1) {
            ownAnswers++;
            from.send(wire.step2(NOTHING));
        } else if (said instanceof ServerMessage.Step2 step2) {
            took(step2.update());
            synced.complete(null);
        } else if (said instanceof ServerMessage.Ping ping) {
            from.send(ping.answer());
        } else if (said instanceof ServerMessage.Refused refused) {
            meter.refuse(refused.why());
            synced.completeExceptionally(new IllegalStateException(refused.why()));
        }
    }

    @Override
    public void onClose(Link closed, String why) {
        if (!leaving) {
            meter.refuse(why);
            synced.completeExceptionally(new IllegalStateException(why));
        }
    }

    private void took(byte[] update) {
        long now = System.nanoTime();
        ClockRanges.visit(update, (client, from, to) -> {
            int other = document.writer(client);
            if (other >= 0 && other != writer) {
                took(other, (int) (from / text.length()), (int) (to / text.length()), now);
            }
        });
    }

    private void took(int other, int from, int to, long now) {
        int next = expected[other];
        if (from < next) {
            meter.duplicated(Math.min(to, next) - from);
        }
        if (from > next) {
            meter.skipped(from - next);
        }
        for (int edit = Math.max(from, next); edit < to; edit++) {
            meter.delivered(document.due(other, edit), now);
        }
        expected[other] = Math.max(next, to);
    }

    /** Acknowledgements come in the order of the messages; those of this client's SyncStep2 are not edits. */
    private void answered(boolean isSaved) {
        if (!isSaved) {
            meter.refuse("an edit was answered as not saved");
        }
        if (ownAnswers > 0) {
            ownAnswers--;
        } else {
            meter.acknowledged(document.due(writer, acknowledged++), System.nanoTime());
        }
    }
}
