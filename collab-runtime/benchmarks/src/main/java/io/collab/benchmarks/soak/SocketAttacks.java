package io.collab.benchmarks.soak;

import io.collab.benchmarks.wire.ClientWire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Connections that do not read, or do not begin. */
final class SocketAttacks {
    private static final int ANSWER_MILLIS = 50;
    private static final byte[] NOTHING_YET = {0};

    private SocketAttacks() {}

    static List<Attack> all() {
        return List.of(
                new Attack("pings", "pings whose pongs are not read", 4, SocketAttacks::pings),
                new Attack(
                        "slow-readers",
                        "40 clients of a document of 10 MB that never read",
                        4,
                        SocketAttacks::slowReaders),
                new Attack(
                        "silent",
                        "400 connections that never authenticate, half of them without a WebSocket handshake",
                        4,
                        SocketAttacks::silent));
    }

    private static void pings(Attacker attacker) throws IOException, InterruptedException {
        byte[] ping = Frames.frame(Frames.FINAL | Frames.PING, new byte[125]);
        byte[] batch = Frames.joined(Collections.nCopies(500, ping));
        try (RawSocket socket = attacker.join(attacker.wire("soak-p"))) {
            while (!attacker.isOver()) {
                socket.write(batch);
            }
        }
    }

    private static void slowReaders(Attacker attacker) throws IOException, InterruptedException {
        List<RawSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < 10; i++) {
                ClientWire wire = attacker.wire(LargeDocument.NAME);
                RawSocket socket = attacker.join(wire);
                held.add(socket);
                for (int question = 0; question < 5; question++) {
                    socket.write(Frames.binary(wire.step1(NOTHING_YET)));
                }
            }
            while (!attacker.isOver()) {
                attacker.pause(1_000);
                for (RawSocket socket : held) {
                    socket.write(Frames.frame(Frames.FINAL | Frames.PING, new byte[1]));
                }
            }
        } finally {
            held.forEach(RawSocket::close);
        }
    }

    private static void silent(Attacker attacker) throws IOException, InterruptedException {
        List<RawSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                held.add(i % 2 == 0 ? attacker.connect() : attacker.webSocket(attacker.wire("soak-s")));
            }
            while (!attacker.isOver()) {
                for (RawSocket socket : held) {
                    socket.await(ANSWER_MILLIS);
                }
            }
        } finally {
            held.forEach(RawSocket::close);
        }
    }
}
