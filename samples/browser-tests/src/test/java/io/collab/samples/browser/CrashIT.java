package io.collab.samples.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Text for which "saved" was shown is not lost, however the server process ends. */
class CrashIT {
    @TempDir
    private Path folder;

    private EditorServer server;
    private People people;

    @BeforeEach
    void start() throws IOException {
        server = EditorServer.start(folder);
        people = People.arrive();
    }

    @AfterEach
    void stop() throws IOException {
        people.close();
        server.close();
    }

    @Test
    void savedTextSurvivesAKilledServer() throws IOException {
        try (Person alice = people.person("Alice", server.port());
                Person bob = people.person("Bob", server.port())) {
            alice.opens().startsRichText().types("Saved is saved").seesSaved();

            server.kill();
            server.startAgain();

            bob.opensWhat(alice).readsExactly("Saved is saved");
            assertThat(folder.resolve("data")).isNotEmptyDirectory();
        }
    }

    @Test
    void textWrittenDuringARestartArrivesAfterIt() throws IOException {
        try (Person alice = people.person("Alice", server.port());
                Person bob = people.person("Bob", server.port())) {
            alice.opens().startsPlainText().types("before").seesSaved();

            server.stop();
            alice.seesThatTheServerIsAway().types(", between");
            server.startAgain();
            alice.seesSaved().types(", after").seesSaved();

            bob.opensWhat(alice).readsExactly("before, between, after");
        }
    }
}
