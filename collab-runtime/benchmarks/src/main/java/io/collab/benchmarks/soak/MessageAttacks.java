package io.collab.benchmarks.soak;

import io.collab.benchmarks.wire.ClientWire;
import io.collab.benchmarks.wire.TypedText;
import io.collab.crdt.lib0.Encoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** Messages in well-formed frames: unreadable ones, and readable ones that no stock client sends. */
final class MessageAttacks {
    private static final TypedText TEXT = new TypedText(1);
    private static final int SYNC = 0;
    private static final int CLOSE = 7;
    private static final int TYPES = 13;
    private static final int ROUNDS = 200;

    /** Client ids at the ends of what Yjs (32 bits), JavaScript (53 bits) and a varint hold, as varints. */
    private static final List<byte[]> CLIENT_IDS = List.of(
            new byte[] {0},
            varUint(0xffff_ffffL),
            varUint(1L << 32),
            varUint((1L << 53) - 1),
            bytes(0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10),
            bytes(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f),
            bytes(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01));

    private MessageAttacks() {}

    /** Makes a message of a random source and a wire. */
    @FunctionalInterface
    private interface Maker {
        byte[] message(ClientWire wire, RandomGenerator random);
    }

    static List<Attack> all() {
        return List.of(
                flood(
                        "malformed-messages",
                        "unreadable messages of all types, on both wires",
                        "m",
                        MessageAttacks::garbage),
                new Attack("one-byte", "messages of one byte, as many as the server reads", 2, MessageAttacks::oneByte),
                flood("missing-causes", "updates whose causes do not exist", "c", MessageAttacks::missingCauses),
                flood("deletions", "deletions of what does not exist", "d", MessageAttacks::deletions),
                flood("client-ids", "edits with forged client ids of up to 64 bits", "i", MessageAttacks::clientIds),
                new Attack(
                        "long-addresses",
                        "Hocuspocus addresses of 255 characters to 3 MiB",
                        2,
                        MessageAttacks::longAddresses),
                new Attack(
                        "many-documents",
                        "500 documents on one connection, opened and left",
                        2,
                        MessageAttacks::manyDocuments));
    }

    private static Attack flood(String name, String what, String document, Maker maker) {
        return new Attack(name, what, 2, attacker -> {
            ClientWire wire = attacker.wire("soak-" + document);
            RandomGenerator random = ThreadLocalRandom.current();
            try (RawSocket socket = attacker.join(wire)) {
                for (int round = 0; round < ROUNDS && !attacker.isOver(); round++) {
                    socket.write(Frames.binary(maker.message(wire, random)));
                    socket.drain();
                    attacker.pause(2);
                }
            }
        });
    }

    private static byte[] garbage(ClientWire wire, RandomGenerator random) {
        byte[] noise = new byte[random.nextInt(200)];
        random.nextBytes(noise);
        return switch (random.nextInt(5)) {
            case 0 -> noise;
            case 1 -> wire.message(random.nextInt(TYPES), body -> body.writeBytes(noise));
            case 2 -> wire.update(noise);
            case 3 ->
                wire.message(
                        SYNC,
                        body -> { // a length beyond the end
                            body.writeVarUint(random.nextInt(4));
                            body.writeVarUint(1L << random.nextInt(53));
                            body.writeBytes(noise);
                        });
            default -> {
                byte[] edit = wire.update(TEXT.edit(1 + random.nextInt(1 << 30), 0));
                yield Arrays.copyOf(edit, random.nextInt(edit.length)); // cut off
            }
        };
    }

    private static byte[] missingCauses(ClientWire wire, RandomGenerator random) {
        return wire.update(TEXT.edit(1 + random.nextLong(1L << 32), 1 + random.nextInt(1_000_000)));
    }

    private static byte[] deletions(ClientWire wire, RandomGenerator random) {
        Encoder update = new Encoder();
        update.writeVarUint(0);
        int clients = 1 + random.nextInt(100);
        update.writeVarUint(clients);
        for (int i = 0; i < clients; i++) {
            update.writeVarUint(random.nextLong(1L << 32));
            update.writeVarUint(1);
            update.writeVarUint(random.nextInt(1 << 30));
            update.writeVarUint(1 + random.nextInt(1 << 30));
        }
        return wire.update(update.toByteArray());
    }

    private static byte[] clientIds(ClientWire wire, RandomGenerator random) {
        Encoder update = new Encoder();
        update.writeVarUint(1);
        update.writeVarUint(1);
        update.writeBytes(CLIENT_IDS.get(random.nextInt(CLIENT_IDS.size())));
        update.writeBytes(random.nextBoolean() ? new byte[] {0} : CLIENT_IDS.get(random.nextInt(CLIENT_IDS.size())));
        update.writeBytes(new byte[] {4, 1, 1, 't', 1, 'x', 0}); // the text "x" in "t", and no deletions
        return wire.update(update.toByteArray());
    }

    private static void oneByte(Attacker attacker) throws IOException, InterruptedException {
        ClientWire wire = attacker.wire("soak-b");
        List<byte[]> frames = new ArrayList<>();
        for (int value = 0; value < 1_000; value++) {
            frames.add(Frames.binary(new byte[] {(byte) value}));
        }
        byte[] batch = Frames.joined(frames);
        byte[] pongs = Frames.joined(Collections.nCopies(1_000, Frames.binary(new byte[] {10})));
        try (RawSocket socket = attacker.join(wire)) {
            while (!attacker.isOver()) {
                socket.write(ThreadLocalRandom.current().nextInt(20) == 0 ? batch : pongs);
                socket.drain();
            }
        }
    }

    private static void longAddresses(Attacker attacker) throws IOException, InterruptedException {
        int[] lengths = {255, 256, 512, 513, 70_000, 3 << 20};
        ClientWire any = new ClientWire(ClientWire.Kind.HOCUSPOCUS, "soak-a");
        int first = ThreadLocalRandom.current().nextInt(lengths.length);
        try (RawSocket socket = attacker.join(any)) {
            for (int round = first; round < ROUNDS && !attacker.isOver(); round++) {
                int length = lengths[round % lengths.length];
                String address = round % 2 == 0 ? "a".repeat(length) : "soak-a\0" + "s".repeat(length);
                ClientWire wire = new ClientWire(ClientWire.Kind.HOCUSPOCUS, address);
                for (byte[] message : wire.opening()) {
                    socket.write(Frames.binary(message));
                }
                socket.drain();
                attacker.pause(10);
            }
        }
    }

    private static void manyDocuments(Attacker attacker) throws IOException, InterruptedException {
        ClientWire first = new ClientWire(ClientWire.Kind.HOCUSPOCUS, "soak-many");
        int offset = ThreadLocalRandom.current().nextInt(1_500);
        try (RawSocket socket = attacker.join(first)) {
            for (int i = 0; i < 500 && !attacker.isOver(); i++) {
                ClientWire wire = new ClientWire(ClientWire.Kind.HOCUSPOCUS, "soak-many-" + (offset + i));
                for (byte[] message : wire.opening()) {
                    socket.write(Frames.binary(message));
                }
                if (i % 3 == 0) {
                    socket.write(Frames.binary(wire.message(CLOSE, body -> {})));
                }
                socket.drain();
                attacker.pause(1);
            }
        }
    }

    private static byte[] varUint(long value) {
        Encoder out = new Encoder();
        out.writeVarUint(value);
        return out.toByteArray();
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
