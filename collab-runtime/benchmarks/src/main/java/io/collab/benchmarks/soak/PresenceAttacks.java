package io.collab.benchmarks.soak;

import io.collab.benchmarks.wire.ClientWire;
import io.collab.crdt.lib0.Encoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Presence in the documents of others. */
final class PresenceAttacks {
    private static final int PRESENCE = 1;
    private static final int PRESENCE_QUERY = 3;
    private static final int AT_ONCE = 20;
    private static final int MANY = 1_000;
    private static final int[] SIZES = {60_000, 60_000, 60_000, 1 << 20, 3 << 20};

    private PresenceAttacks() {}

    static List<Attack> all() {
        return List.of(
                new Attack(
                        "presence-ids",
                        "presence of made-up client ids, thousands per second, in the documents of others",
                        2,
                        PresenceAttacks::ids),
                new Attack(
                        "presence-large",
                        "presence states of 60 kB, 1 MiB and 3 MiB in the documents of others",
                        2,
                        PresenceAttacks::large),
                new Attack(
                        "presence-query",
                        "queries for presence in a loop, in documents with presence",
                        2,
                        PresenceAttacks::query));
    }

    private static void ids(Attacker attacker) throws IOException, InterruptedException {
        ClientWire wire = attacker.sharedWire();
        try (RawSocket socket = attacker.join(wire)) {
            for (int round = 0; round < 100 && !attacker.isOver(); round++) {
                List<byte[]> frames = new ArrayList<>();
                for (int i = 0; i < AT_ONCE; i++) {
                    frames.add(presence(wire, 1, 1, "{\"user\":{\"name\":\"x\"}}"));
                }
                frames.add(presence(wire, MANY, 1, "{}"));
                socket.write(Frames.joined(frames));
                socket.drain();
                attacker.pause(5);
            }
        }
    }

    private static void large(Attacker attacker) throws IOException, InterruptedException {
        ClientWire wire = attacker.sharedWire();
        try (RawSocket socket = attacker.join(wire)) {
            for (int round = 0; round < 100 && !attacker.isOver(); round++) {
                String state = "{\"x\":\"" + "a".repeat(SIZES[round % SIZES.length]) + "\"}";
                socket.write(presence(wire, 1, round + 1, state));
                socket.drain();
                attacker.pause(20);
            }
        }
    }

    private static void query(Attacker attacker) throws IOException, InterruptedException {
        ClientWire wire = attacker.sharedWire();
        byte[] query = Frames.binary(wire.message(PRESENCE_QUERY, body -> {}));
        byte[] queries = Frames.joined(Collections.nCopies(200, query));
        try (RawSocket socket = attacker.join(wire)) {
            socket.write(presence(wire, 1, 1, "{\"x\":\"" + "a".repeat(60_000) + "\"}"));
            while (!attacker.isOver()) {
                socket.write(queries);
                socket.drain();
            }
        }
    }

    /** Returns a frame with the states of some clients with random ids. */
    private static byte[] presence(ClientWire wire, int clients, int clock, String state) {
        Encoder update = new Encoder();
        update.writeVarUint(clients);
        for (int i = 0; i < clients; i++) {
            update.writeVarUint(ThreadLocalRandom.current().nextLong(1L << 32));
            update.writeVarUint(clock);
            update.writeVarString(state);
        }
        return Frames.binary(wire.message(PRESENCE, body -> body.writeVarBytes(update)));
    }
}
