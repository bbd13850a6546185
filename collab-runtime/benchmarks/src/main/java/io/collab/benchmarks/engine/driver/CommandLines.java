package io.collab.benchmarks.engine.driver;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Lines of UTF-8. Before it waits for more of them, what was answered so far is sent on its way. */
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

    /** Goes to the next line; returns false at the end. */
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

    /** Returns whether nothing but space is in the line. */
    boolean isBlank() {
        for (int i = from; i < end; i++) {
            if (buffer[i] != ' ' && buffer[i] != '\t' && buffer[i] != '\r') {
                return false;
            }
        }
        return true;
    }

    /** Returns the line, once: the memory of a long one is given back. */
    String take() {
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

    /** Moves what is left to the beginning of a buffer with room; returns by how much it was moved. */
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
