package io.collab.benchmarks.soak;

import io.collab.benchmarks.wire.ClientWire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Frames that RFC 6455 forbids, one or a few on each connection. */
final class FrameAttacks {
    private static final int ANSWER_MILLIS = 500;
    private static final byte[] SOME = "x".getBytes(StandardCharsets.UTF_8);
    private static final byte[] TOO_LONG = new byte[126];
    private static final byte[] NOT_UTF8 = {(byte) 0xc3, (byte) 0x28, (byte) 0xff};

    private static final List<byte[]> MALFORMED = List.of(
            frame(Frames.FINAL | 3, SOME), // reserved opcodes
            frame(Frames.FINAL | 7, SOME),
            frame(Frames.FINAL | 11, SOME),
            frame(Frames.FINAL | 15, SOME),
            frame(Frames.FINAL | 0x40 | Frames.BINARY, SOME), // reserved bits
            frame(Frames.FINAL | 0x70 | Frames.BINARY, SOME),
            frame(Frames.PING, SOME), // a control frame that is not final, or too long
            frame(Frames.FINAL | Frames.PING, TOO_LONG),
            frame(Frames.FINAL | Frames.CLOSE, TOO_LONG),
            frame(Frames.FINAL | Frames.CLOSE, SOME), // half a close code, and forbidden ones
            frame(Frames.FINAL | Frames.CLOSE, new byte[] {0x03, (byte) 0xed}),
            frame(Frames.FINAL | Frames.CLOSE, new byte[] {0, 0}),
            frame(Frames.FINAL | Frames.CLOSE, new byte[] {(byte) 0xff, (byte) 0xff}),
            frame(Frames.FINAL | Frames.CLOSE, new byte[] {0x03, (byte) 0xe8, (byte) 0xc3, 0x28}),
            frame(Frames.FINAL | Frames.CONTINUATION, SOME), // a continuation of nothing
            frame(Frames.CONTINUATION, SOME),
            Frames.joined(List.of(Frames.frame(Frames.BINARY, SOME), Frames.binary(SOME))), // a message within another
            Frames.joined(List.of(Frames.frame(Frames.TEXT, SOME), Frames.frame(Frames.BINARY, SOME))),
            frame(Frames.FINAL | Frames.TEXT, SOME), // text on a binary wire, and not UTF-8
            frame(Frames.FINAL | Frames.TEXT, NOT_UTF8),
            frame(Frames.TEXT, NOT_UTF8),
            Frames.longForm(Frames.FINAL | Frames.BINARY, SOME), // a length in more bytes than it needs
            Frames.longForm(Frames.FINAL | Frames.PING, SOME),
            frame(Frames.FINAL | Frames.BINARY, new byte[0]),
            frame(Frames.BINARY, new byte[0]),
            Frames.joined(List.of( // messages after the end
                    Frames.frame(Frames.FINAL | Frames.CLOSE, new byte[] {0x03, (byte) 0xe8}), Frames.binary(SOME))));

    private static final List<byte[]> UNMASKED = List.of(
            Frames.unmasked(Frames.FINAL | Frames.BINARY, new byte[] {0, 0, 1, 0}),
            Frames.unmasked(Frames.FINAL | Frames.PING, SOME),
            Frames.unmasked(Frames.FINAL | Frames.CLOSE, new byte[] {0x03, (byte) 0xe8}),
            Frames.unmasked(Frames.BINARY, SOME),
            Frames.unmasked(Frames.FINAL | Frames.BINARY, new byte[0]));

    private static final List<byte[]> LENGTHS = List.of(
            Frames.head(Frames.FINAL | Frames.BINARY, Long.MIN_VALUE),
            Frames.head(Frames.FINAL | Frames.BINARY, -1),
            Frames.head(Frames.FINAL | Frames.BINARY, Long.MAX_VALUE),
            Frames.head(Frames.FINAL | Frames.BINARY, 1L << 32),
            Frames.head(Frames.FINAL | Frames.BINARY, (1L << 32) + 5),
            Frames.head(Frames.FINAL | Frames.BINARY, Integer.MAX_VALUE),
            Frames.head(Frames.FINAL | Frames.BINARY, 1L << 31),
            Frames.head(Frames.FINAL | Frames.TEXT, Long.MIN_VALUE),
            Frames.head(Frames.FINAL | Frames.PING, Long.MIN_VALUE),
            Frames.head(Frames.BINARY, Long.MAX_VALUE));

    private FrameAttacks() {}

    static List<Attack> all() {
        return List.of(
                attack("malformed-frames", "frames with forbidden opcodes, bits, orders, codes and texts", MALFORMED),
                attack("unmasked-frames", "frames without a mask", UNMASKED),
                attack("frame-lengths", "frame lengths of 2^31 to 2^64 - 1", LENGTHS));
    }

    /** Sends one of the frames on a connection that has a document open, waits for the end, and begins again. */
    private static Attack attack(String name, String what, List<byte[]> frames) {
        return new Attack(name, what, 4, attacker -> send(attacker, frames));
    }

    private static void send(Attacker attacker, List<byte[]> frames) throws IOException, InterruptedException {
        ClientWire wire = attacker.wire("soak-f");
        try (RawSocket socket = attacker.join(wire)) {
            socket.await(ANSWER_MILLIS);
            socket.write(frames.get(ThreadLocalRandom.current().nextInt(frames.size())));
            socket.write(new byte[64]);
            for (int quiet = 0; quiet < 2; ) {
                quiet = socket.await(ANSWER_MILLIS) == 0 ? quiet + 1 : quiet;
            }
        }
    }

    private static byte[] frame(int first, byte[] payload) {
        return Frames.frame(first, payload);
    }
}
