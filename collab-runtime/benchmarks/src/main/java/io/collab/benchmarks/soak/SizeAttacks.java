package io.collab.benchmarks.soak;

import io.collab.benchmarks.wire.ClientWire;
import io.collab.benchmarks.wire.TypedText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Messages and answers of megabytes. */
final class SizeAttacks {
    private static final int MIB = 1 << 20;
    private static final int ANSWER_MILLIS = 1_000;
    private static final int[] SIZES = {3 * MIB, 15 * MIB, 17 * MIB, 20 * MIB};
    private static final byte[] SLICE = new byte[MIB];
    private static final byte[] NOTHING_YET = {0};
    private static final int UPLOAD = 15;

    private SizeAttacks() {}

    static List<Attack> all() {
        return List.of(
                new Attack(
                        "step1-large",
                        "SyncStep1 in a loop on a document of 10 MB, answers read or not waited for",
                        4,
                        SizeAttacks::step1),
                new Attack("herd", "100 joins of a document of 10 MB at once", 4, SizeAttacks::herd),
                new Attack(
                        "large-frames",
                        "frames of 3 MiB, and of 17 and 20 MiB, which are above the limit, with immediate reconnects",
                        2,
                        SizeAttacks::largeFrames),
                new Attack(
                        "unfinished-messages",
                        "32 fragmented messages of 15 MiB each that do not end",
                        4,
                        SizeAttacks::unfinished),
                new Attack("cut-uploads", "uploads of 15 MiB that are cut off, 16 at a time", 4, SizeAttacks::cut));
    }

    private static void step1(Attacker attacker) throws IOException, InterruptedException {
        ClientWire wire = attacker.wire(LargeDocument.NAME);
        byte[] question = Frames.binary(wire.step1(NOTHING_YET));
        boolean isPatient = ThreadLocalRandom.current().nextBoolean();
        try (RawSocket socket = attacker.join(wire)) {
            for (int round = 0; round < 20 && !attacker.isOver(); round++) {
                socket.write(question);
                if (isPatient) {
                    readAll(attacker, List.of(socket));
                } else {
                    socket.drain();
                    attacker.pause(10);
                }
            }
        }
    }

    private static void herd(Attacker attacker) throws IOException, InterruptedException {
        List<RawSocket> herd = new ArrayList<>();
        List<ClientWire> wires = new ArrayList<>();
        try {
            for (int i = 0; i < 25; i++) {
                ClientWire wire = attacker.wire(LargeDocument.NAME);
                wires.add(wire);
                herd.add(attacker.webSocket(wire));
            }
            for (int i = 0; i < herd.size(); i++) {
                for (byte[] message : wires.get(i).opening()) {
                    herd.get(i).write(Frames.binary(message));
                }
            }
            readAll(attacker, herd);
        } finally {
            herd.forEach(RawSocket::close);
        }
    }

    /** Reads until each socket has had the document, or nothing for a second. */
    private static void readAll(Attacker attacker, List<RawSocket> sockets) throws IOException, InterruptedException {
        long[] received = new long[sockets.size()];
        long lastNanos = System.nanoTime();
        int done = 0;
        while (done < received.length && System.nanoTime() - lastNanos < 1_000_000_000L && !attacker.isOver()) {
            done = 0;
            long now = 0;
            for (int i = 0; i < received.length; i++) {
                long count = sockets.get(i).drain();
                now += count;
                received[i] += count;
                done += received[i] >= LargeDocument.BYTES ? 1 : 0;
            }
            if (now > 0) {
                lastNanos = System.nanoTime();
            } else {
                attacker.pause(2);
            }
        }
    }

    private static void largeFrames(Attacker attacker) throws IOException, InterruptedException {
        int size = SIZES[ThreadLocalRandom.current().nextInt(SIZES.length)];
        ClientWire wire = attacker.wire("soak-large-" + (size >> 20));
        byte[] message = size < 16 * MIB
                ? wire.update(new TypedText(3 * MIB).edit(7, 0)) // always the same edit: only the first adds anything
                : new byte[size];
        try (RawSocket socket = attacker.join(wire)) {
            socket.write(Frames.binary(message));
            socket.await(ANSWER_MILLIS);
        }
    }

    private static void unfinished(Attacker attacker) throws IOException, InterruptedException {
        List<RawSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                held.add(attacker.join(attacker.wire("soak-u")));
            }
            byte[] next = Frames.frame(Frames.CONTINUATION, SLICE);
            for (int part = 0; part < UPLOAD; part++) {
                for (RawSocket socket : held) {
                    socket.write(part == 0 ? Frames.frame(Frames.BINARY, SLICE) : next);
                    socket.drain();
                }
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

    private static void cut(Attacker attacker) throws IOException, InterruptedException {
        List<RawSocket> uploads = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                RawSocket socket = attacker.join(attacker.wire("soak-u"));
                uploads.add(socket);
                socket.write(Frames.head(Frames.FINAL | Frames.BINARY, (long) UPLOAD * MIB));
            }
            int parts = ThreadLocalRandom.current().nextInt(UPLOAD);
            for (int part = 0; part < parts; part++) {
                for (RawSocket socket : uploads) {
                    socket.write(SLICE);
                }
            }
        } finally {
            uploads.forEach(RawSocket::close);
        }
    }
}
