package io.collab.jpa;

import io.collab.api.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A check of the file of an H2 database before H2 opens it. H2 silently restores an earlier state from a file whose end
 * is missing, for example after an incomplete copy. A database that was closed completely names its newest part in the
 * header of the file, so for such a file the loss is known. After a kill the header does not name it, and a loss of the
 * end of the file cannot be noticed. Any thread; blocks on the file.
 */
final class H2File {
    private static final int BLOCK_BYTES = 4096;
    private static final int HEADER_BYTES = 256;
    private static final Pattern URL =
            Pattern.compile("jdbc:h2:(?:(?:file|async|nio):)*(?<path>(?:[A-Za-z]:[/\\\\])?[^:;]+)(?:;.*)?");
    private static final Pattern CLOSED_COMPLETELY =
            Pattern.compile("H:2,block:(?<block>[0-9a-f]{1,12}),[^\\n]*clean:1,[^\\n]*\\n");

    private H2File() {}

    /**
     * Checks the file of a URL. Does nothing if the URL has no local file or the file does not exist.
     *
     * @throws StorageException with code {@code store-damaged} if the end of the file is missing
     */
    static void check(String url) {
        Optional<Path> file = of(url).filter(Files::isRegularFile);
        if (file.isEmpty()) {
            return;
        }
        try (InputStream content = Files.newInputStream(file.get())) {
            String header = new String(content.readNBytes(HEADER_BYTES), StandardCharsets.ISO_8859_1);
            Matcher closed = CLOSED_COMPLETELY.matcher(header);
            if (!closed.lookingAt()) {
                return;
            }
            long expected = (Long.parseLong(closed.group("block"), 16) + 1) * BLOCK_BYTES;
            long found = Files.size(file.get());
            if (found < expected) {
                throw new StorageException(
                        "store-damaged",
                        "the end of the file " + file.get() + " is missing: it had at least " + expected
                                + " bytes when it was closed and has " + found + " now; restore it from a backup");
            }
        } catch (IOException unreadable) {
            // H2 reports it when it opens the file.
        }
    }

    private static Optional<Path> of(String url) {
        Matcher parts = URL.matcher(url);
        return parts.matches() ? Optional.of(path(parts.group("path") + ".mv.db")) : Optional.empty();
    }

    private static Path path(String text) {
        return text.startsWith("~") ? Path.of(System.getProperty("user.home") + text.substring(1)) : Path.of(text);
    }
}
