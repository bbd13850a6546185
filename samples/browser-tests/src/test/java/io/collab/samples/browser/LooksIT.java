package io.collab.samples.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page on a phone and on a desktop, in the light and the dark theme; the screenshots are in the build's folder. */
class LooksIT {
    @TempDir
    private static Path folder;

    private static EditorServer server;
    private static People people;

    @BeforeAll
    static void start() throws IOException {
        server = EditorServer.start(folder);
        people = People.arrive();
    }

    @AfterAll
    static void stop() throws IOException {
        people.close();
        server.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void fitsAPhone(ColorScheme scheme) {
        pictures("phone", new NewContextOptions().setViewportSize(360, 740).setColorScheme(scheme), scheme);
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void fitsADesktop(ColorScheme scheme) {
        pictures("desk", new NewContextOptions().setViewportSize(1280, 800).setColorScheme(scheme), scheme);
    }

    private static void pictures(String place, NewContextOptions options, ColorScheme scheme) {
        String title = place + "-" + scheme.name().toLowerCase(Locale.ROOT);
        try (Person alice = people.person("Alice", server.port(), options);
                Person bob = people.person("Bob", server.port())) {
            alice.opens().startsRichText().clicks("toolbar-h1").types("A heading that is longer than a phone is wide");
            alice.presses("Enter")
                    .types("Some text, ")
                    .clicks("toolbar-bold")
                    .types("some of it bold.")
                    .seesSaved();
            bob.opensWhat(alice).reads("bold").goesToTheEnd().types(" And Bob's.");
            alice.reads("Bob's").seesPeople(2).seesACaret().pictures(title + "-document");
            assertThat(alice.fitsTheWidth()).as("the document fits the width").isTrue();

            alice.opens().pictures(title + "-list");
            assertThat(alice.fitsTheWidth()).as("the list fits the width").isTrue();
            assertThat(alice.complaints()).isEmpty();
        }
    }
}
