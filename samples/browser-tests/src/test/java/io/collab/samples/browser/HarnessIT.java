package io.collab.samples.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the page loads at all, by the rules that its server gives it, and again after a crash. */
class HarnessIT {
    @Test
    void opensThePageBeforeAndAfterACrash(@TempDir Path folder) throws IOException {
        try (EditorServer server = EditorServer.start(folder);
                People people = People.arrive();
                Person alice = people.person("Alice", server.port())) {
            alice.opens().pictures("list");
            assertThat(alice.complaints()).isEmpty();
            assertThat(folder.resolve("data")).isDirectory();

            server.kill();
            server.startAgain();

            alice.opens();
            assertThat(alice.complaints()).isEmpty();
        }
    }
}
