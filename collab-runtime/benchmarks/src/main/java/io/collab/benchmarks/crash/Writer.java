package io.collab.benchmarks.crash;

import io.collab.benchmarks.net.EventLoop;
import io.collab.benchmarks.net.Link;
import io.collab.benchmarks.net.LinkListener;
import io.collab.benchmarks.server.RunningServer;
import io.collab.benchmarks.wire.ClientWire;
import io.collab.benchmarks.wire.ClockRanges;
import io.collab.benchmarks.wire.ServerMessage;
import io.collab.crdt.update.StateVectors;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A client that outlives its servers: creates tokens whether it is connected or not, and sends on reconnection what the
 * server's state vector lacks, as every Yjs client does. All methods but the marked ones run on the sockets' thread.
 */
final class Writer implements LinkListener {

    private final int number;
    private final Ledger ledger;
    private final ClientWire wire;
    private final EventLoop loop;
    private final Map<Long, Long> have = new TreeMap<>();
    /** For each message without an acknowledgement, the number below which all tokens were sent. */
    private final Deque<Long> waiting = new ArrayDeque<>();

    private @Nullable Link link;
    private boolean wasAsked;
    private volatile boolean live;
    private volatile @Nullable String refusal;

    Writer(int number, Ledger ledger, ClientWire wire, EventLoop loop) {
        this.number = number;
        this.ledger = ledger;
        this.wire = wire;
        this.loop = loop;
    }

    /** Returns whether its state was sent to the server, so that edits are sent when they are created. Any thread. */
    boolean isLive() {
        return live;
    }

    /** Returns why the server refused the client or one of its messages, null if it did not. Any thread. */
    @Nullable
    String refusal() {
        return refusal;
    }

    void connect(URI base) {
        URI address = wire.address(base);
        link = loop.connect(
                new InetSocketAddress(address.getHost(), address.getPort()), RunningServer.framing(address), this);
    }

    /** Creates a token, and sends it if connected. */
    void write() {
        long token = ledger.make(number);
        Link open = link;
        if (live && open != null) {
            waiting.add(token + 1);
            open.send(wire.update(Tokens.update(number, ledger.client(number), token, token + 1)));
        }
    }

    void leave() {
        Link open = link;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void onOpen(Link opened) {
        waiting.clear();
        wasAsked = false;
        wire.opening(stateVector()).forEach(opened::send);
    }

    @Override
    public void onMessage(Link from, byte[] message) {
        ServerMessage said = wire.read(message);
        if (said instanceof ServerMessage.Step1 question) {
            answer(from, question.stateVector());
        } else if (said instanceof ServerMessage.Step2 step2) {
            note(step2.update());
        } else if (said instanceof ServerMessage.Update update) {
            note(update.update());
        } else if (said instanceof ServerMessage.Saved saved) {
            acknowledged(saved.isSaved());
        } else if (said instanceof ServerMessage.Ping ping) {
            from.send(ping.answer());
        } else if (said instanceof ServerMessage.Refused refused) {
            refusal = refused.why();
        }
    }

    @Override
    public void onClose(Link closed, String why) {
        live = false;
        link = null;
    }

    private void answer(Link to, byte[] serverHas) {
        long client = ledger.client(number);
        long known = StateVectors.decode(serverHas).getOrDefault(client, 0L);
        long upTo = ledger.made(number);
        to.send(wire.step2(Tokens.update(number, client, known, upTo)));
        if (!wasAsked) {
            wasAsked = true;
            waiting.add(upTo);
            live = true;
        }
    }

    private void acknowledged(boolean isSaved) {
        Long below = waiting.poll();
        if (below == null) {
            refusal = "an acknowledgement too many";
        } else if (isSaved) {
            ledger.acknowledge(number, below);
        } else {
            refusal = "an edit was answered as not saved";
        }
    }

    private void note(byte[] update) {
        ClockRanges.visit(update, (client, from, to) -> {
            long before = have.getOrDefault(client, 0L);
            if (from <= before && to > before) {
                have.put(client, to);
            }
            int other = ledger.writer(client);
            if (other >= 0 && other != number) {
                ledger.see(other, have.getOrDefault(client, 0L));
            }
        });
    }

    private byte[] stateVector() {
        have.put(ledger.client(number), ledger.made(number));
        return StateVectors.encode(have);
    }
}
