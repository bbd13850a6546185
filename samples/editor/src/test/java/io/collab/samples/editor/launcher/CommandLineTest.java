package io.collab.samples.editor.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    @Test
    void listensOnTheLoopbackAddressByDefault() {
        assertThat(CommandLine.parse()).isEqualTo(new CommandLine("127.0.0.1", 8080, false, false));
    }

    @Test
    void acceptsValuesInBothSpellings() {
        assertThat(CommandLine.parse("--port", "8081", "--host=0.0.0.0", "--stop-with-parent"))
                .isEqualTo(new CommandLine("0.0.0.0", 8081, true, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--port", "--port=", "--port=0", "--port=65536", "--port=http", "--prot=1", "8080"})
    void refusesUnknownOptionsAndInvalidValues(String argument) {
        assertThatIllegalArgumentException().isThrownBy(() -> CommandLine.parse(argument));
    }

    @Test
    void buildsTheUrlForABrowser() {
        assertThat(CommandLine.parse().address()).isEqualTo("http://localhost:8080");
        assertThat(CommandLine.parse("--host=0.0.0.0", "--port=80").address()).isEqualTo("http://localhost:80");
        assertThat(CommandLine.parse("--host=::1").address()).isEqualTo("http://[::1]:8080");
    }
}
