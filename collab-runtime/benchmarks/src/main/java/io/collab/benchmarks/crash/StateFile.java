package io.collab.benchmarks.crash;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;

/** The state with which a stopped run resumes: written after each round, replaced atomically. */
final class StateFile {
    private final Path file;

    StateFile(Path folder) {
        this.file = folder.resolve("state.properties");
    }

    /**
     * The progress of a plan.
     *
     * @param rounds the number of finished rounds
     * @param worst the worst tally so far
     */
    record Progress(int rounds, Tally worst) {}

    boolean exists() {
        return Files.exists(file);
    }

    /** Writes the progress and the ledger. */
    void write(CrashPlan plan, Progress progress, Ledger ledger) throws IOException {
        Properties state = new Properties();
        state.setProperty("plan", identity(plan));
        state.setProperty("rounds", Integer.toString(progress.rounds()));
        Tally worst = progress.worst();
        state.setProperty(
                "worst",
                worst.lost() + " " + worst.duplicated() + " " + worst.vanished() + " " + worst.phantoms() + " "
                        + worst.gaps());
        for (int writer = 0; writer < ledger.writers(); writer++) {
            state.setProperty(
                    "writer." + writer,
                    ledger.made(writer) + " " + ledger.acknowledged(writer) + " " + ledger.seen(writer));
        }
        Path next = file.resolveSibling("state.new");
        try (Writer out = Files.newBufferedWriter(next)) {
            state.store(out, null);
        }
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Reads the file into a ledger.
     *
     * @throws IOException if the file cannot be read or belongs to another plan
     */
    Progress read(CrashPlan plan, Ledger ledger) throws IOException {
        Properties state = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            state.load(in);
        }
        if (!identity(plan).equals(state.getProperty("plan"))) {
            throw new IOException(file + " is of another plan: delete its folder, or choose another with --work");
        }
        for (int writer = 0; writer < ledger.writers(); writer++) {
            long[] numbers = numbers(state.getProperty("writer." + writer));
            ledger.restore(writer, numbers[0], numbers[1], numbers[2]);
        }
        long[] worst = numbers(state.getProperty("worst"));
        return new Progress(
                Integer.parseInt(state.getProperty("rounds")),
                new Tally(0, 0, worst[0], worst[1], worst[2], worst[3], worst[4], 0));
    }

    private static String identity(CrashPlan plan) {
        return plan.target() + " " + plan.store() + " " + plan.writers() + " " + plan.documents() + " " + plan.seed();
    }

    private static long[] numbers(String text) {
        String[] words = text.split(" ");
        long[] numbers = new long[words.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Long.parseLong(words[i]);
        }
        return numbers;
    }
}
