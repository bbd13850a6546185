package io.collab.benchmarks.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The end of a log: what the server has written since a mark. */
final class LogFile {
    private final Path file;
    private long from;

    /** Starts at the current end of a file, which need not exist yet. */
    LogFile(Path file) throws IOException {
        this.file = file;
        mark();
    }

    /** Starts again at the current end. */
    void mark() throws IOException {
        from = size();
    }

    /** Returns the number of bytes since the mark. */
    long bytes() throws IOException {
        return size() - from;
    }

    /** Returns whether a line since the mark contains a text. */
    boolean contains(String text) throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file).position(from);
                BufferedReader lines = new BufferedReader(Channels.newReader(channel, StandardCharsets.ISO_8859_1))) {
            return lines.lines().anyMatch(line -> line.contains(text));
        }
    }

    private long size() throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }
}
