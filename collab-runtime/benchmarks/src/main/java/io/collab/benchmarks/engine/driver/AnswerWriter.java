package io.collab.benchmarks.engine.driver;

import io.collab.crdt.lib0.Any;
import io.collab.crdt.lib0.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

/**
 * Writes answers as lines of JSON, bytes as base64. Long texts are written in pieces, so that they need no second copy
 * in memory.
 */
final class AnswerWriter {
    private static final int PIECE = 3 << 16;

    private final OutputStream out;

    AnswerWriter(OutputStream out) {
        this.out = out;
    }

    /** Writes one line. */
    void writeLine(Any answer) throws IOException {
        write(answer);
        out.write('\n');
    }

    private void write(Any value) throws IOException {
        if (value instanceof Any.Text text) {
            out.write('"');
            writeText(text.value());
            out.write('"');
        } else if (value instanceof Any.Bytes bytes) {
            out.write('"');
            writeBytes(bytes.value());
            out.write('"');
        } else if (value instanceof Any.Array array) {
            out.write('[');
            boolean first = true;
            for (Any item : array.items()) {
                separate(first);
                first = false;
                write(item);
            }
            out.write(']');
        } else if (value instanceof Any.Obj object) {
            writeObject(object.entries());
        } else {
            writeAscii(Json.stringify(value));
        }
    }

    private void writeObject(Map<String, Any> entries) throws IOException {
        out.write('{');
        boolean first = true;
        for (Map.Entry<String, Any> entry : entries.entrySet()) {
            separate(first);
            first = false;
            write(new Any.Text(entry.getKey()));
            out.write(':');
            write(entry.getValue());
        }
        out.write('}');
    }

    private void separate(boolean first) throws IOException {
        if (!first) {
            out.write(',');
        }
    }

    private void writeText(String text) throws IOException {
        int to;
        for (int from = 0; from < text.length(); from = to) {
            to = Math.min(from + PIECE, text.length());
            if (to < text.length() && Character.isLowSurrogate(text.charAt(to))) {
                to++; // a pair stays together
            }
            String quoted = Json.stringify(new Any.Text(text.substring(from, to)));
            byte[] encoded = quoted.getBytes(StandardCharsets.UTF_8);
            out.write(encoded, 1, encoded.length - 2);
        }
    }

    private void writeBytes(byte[] bytes) throws IOException {
        for (int from = 0; from < bytes.length; from += PIECE) {
            int to = Math.min(from + PIECE, bytes.length);
            out.write(Base64.getEncoder().encode(Arrays.copyOfRange(bytes, from, to)));
        }
    }

    private void writeAscii(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
