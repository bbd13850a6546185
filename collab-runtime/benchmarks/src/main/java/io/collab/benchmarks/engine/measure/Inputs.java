package io.collab.benchmarks.engine.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The folder with the input of the engines, the same for all. */
final class Inputs {
    private final Path folder;

    Inputs(Path folder) {
        this.folder = folder;
    }

    void writeEdits(String name, Edits edits) {
        edits.write(folder.resolve(name + ".edits.json"));
    }

    Edits edits(String name) {
        return Edits.read(folder.resolve(name + ".edits.json"));
    }

    /** Writes updates, each with its length in four bytes, little endian, in front. */
    void writeUpdates(String name, List<byte[]> updates) {
        ByteBuffer all = ByteBuffer.allocate(
                        updates.stream().mapToInt(update -> update.length + 4).sum())
                .order(ByteOrder.LITTLE_ENDIAN);
        updates.forEach(update -> all.putInt(update.length).put(update));
        try {
            Files.write(file(name), all.array());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    void writeUpdate(String name, byte[] update) {
        writeUpdates(name, List.of(update));
    }

    List<byte[]> updates(String name) {
        try {
            ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(file(name))).order(ByteOrder.LITTLE_ENDIAN);
            List<byte[]> updates = new ArrayList<>();
            while (all.hasRemaining()) {
                byte[] update = new byte[all.getInt()];
                all.get(update);
                updates.add(update);
            }
            return updates;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    byte[] update(String name) {
        return updates(name).get(0);
    }

    private Path file(String name) {
        return folder.resolve(name + ".updates.bin");
    }
}
