package io.collab.benchmarks.engine.driver;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A reader of UTF-8 lines. Flushes the answers before it blocks for input. */
final class CommandLines {
    private static final int USUAL_SIZE = 1 << 16;

    private final InputStream in;
    private final OutputStream answers;
    private byte[] buffer = new byte[USUAL_SIZE];
    private int from;
    private int end;
    private int next;
    private int filled;

    CommandLines(InputStream in, OutputStream answers) {
        this.in = in;
        this.answers = answers;
    }

    /** Moves to the next line; returns false at the end. */
    boolean next() throws IOException {
        from = next;
        for (int scanned = from; true; scanned++) {
            if (scanned == filled) {
                scanned -= makeRoom();
                answers.flush();
                int count = in.read(buffer, filled, buffer.length - filled);
                if (count < 0) {
                    end = filled;
                    next = filled;
                    return from < filled;
                }
                filled += count;
            }
            if (buffer[scanned] == '\n') {
                end = scanned;
                next = scanned + 1;
                return true;
            }
        }
    }

    /** Returns whether the line is blank. */
    boolean isBlank() {
        for (int i = from; i < end; i++) {
            if (buffer[i] != ' ' && buffer[i] != '\t' && buffer[i] != '\r') {
                return false;
            }
        }
        return true;
    }

    /** Returns the line; may be called once, because the memory of a long line is released. */
    String consume() {
        String line = new String(buffer, from, end - from, StandardCharsets.UTF_8);
        if (buffer.length > USUAL_SIZE && filled - next <= USUAL_SIZE) {
            byte[] rest = Arrays.copyOfRange(buffer, next, filled);
            buffer = Arrays.copyOf(rest, USUAL_SIZE);
            filled = rest.length;
            from = 0;
            end = 0;
            next = 0;
        }
        return line;
    }

    /** Moves the remaining bytes to the start of a buffer with free space; returns the offset by which they moved. */
    private int makeRoom() {
        int moved = from;
        System.arraycopy(buffer, from, buffer, 0, filled - from);
        filled -= from;
        from = 0;
        if (filled == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        return moved;
    }
}
