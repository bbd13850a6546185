package io.collab.samples.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two users in one document. */
class CoEditingIT {
    @TempDir
    private static Path folder;

    private static EditorServer server;
    private static People people;

    private Network bobsNetwork;
    private Person alice;
    private Person bob;

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

    @BeforeEach
    void meet() throws IOException {
        bobsNetwork = Network.to(server);
        alice = people.person("Alice", server.port());
        bob = people.person("Bob", bobsNetwork.port());
        alice.opens();
    }

    @AfterEach
    void part() throws IOException {
        assertThat(alice.complaints()).isEmpty();
        assertThat(bob.complaints()).isEmpty();
        alice.close();
        bob.close();
        bobsNetwork.close();
    }

    @Test
    void twoUsersWriteAtTheSameTime() {
        alice.startsRichText()
                .types("First line")
                .presses("Enter")
                .types("Last line")
                .seesSaved();
        bob.opensWhat(alice).reads("Last line");

        alice.goesToTheStart();
        bob.goesToTheEnd();
        for (String letter : "abcdefghij".split("")) {
            alice.presses(letter);
            bob.presses(letter);
        }

        alice.readsExactly("abcdefghijFirst line\nLast lineabcdefghij");
        bob.readsExactly("abcdefghijFirst line\nLast lineabcdefghij");
        alice.seesSaved();
        bob.seesSaved();
    }

    @Test
    void twoUsersWriteAtTheSamePlace() {
        alice.startsPlainText().types("> ").seesSaved();
        bob.opensWhat(alice).reads(">");

        alice.goesToTheEnd();
        bob.goesToTheEnd();
        for (int i = 0; i < 10; i++) {
            alice.presses("a");
            bob.presses("b");
        }

        alice.agreesWith(bob);
        assertThat(alice.text().replaceAll("[^ab]", "")).hasSize(20).matches("(a*b*)*");
        assertThat(alice.text().chars().filter(letter -> letter == 'b')).hasSize(10);
    }

    @Test
    void twoUsersSeeEachOthersFormats() {
        alice.startsRichText();
        bob.opensWhat(alice);

        alice.clicks("toolbar-h1").types("Heading").presses("Enter");
        alice.clicks("toolbar-bold").types("strong words").seesSaved();

        assertThat(bob.see("editor").locator("h1")).containsText("Heading");
        assertThat(bob.see("editor").locator("strong")).containsText("strong words");
    }

    @Test
    void twoUsersSeeEachOther() {
        alice.startsRichText().types("Here");
        bob.opensWhat(alice).reads("Here");
        bob.goesToTheEnd().types(" and here");

        alice.seesPeople(2).seesACaret();
        bob.seesPeople(2);

        bob.close();
        alice.seesPeople(1);
    }

    @Test
    void textWrittenWithoutAConnectionIsMerged() throws IOException {
        alice.startsRichText().types("Common ground").seesSaved();
        bob.opensWhat(alice).reads("Common ground").seesSaved();

        bobsNetwork.cut();
        bob.seesThatTheServerIsAway();
        bob.goesToTheEnd().types(", said Bob in the tunnel");
        alice.goesToTheStart().presses("A").presses(" ").seesSaved();
        assertThat(alice.text()).doesNotContain("tunnel");
        bobsNetwork.mend();

        bob.readsExactly("A Common ground, said Bob in the tunnel").seesSaved();
        alice.readsExactly("A Common ground, said Bob in the tunnel");
    }

    @Test
    void theListShowsTheNewTitle() {
        alice.startsRichText();
        alice.see("doc-title").fill("Minutes of June");
        alice.see("doc-title").press("Enter");
        assertThat(alice.see("doc-title")).hasValue("Minutes of June");

        bob.opens();

        assertThat(bob.see("doc-list")).containsText("Minutes of June");
    }
}
