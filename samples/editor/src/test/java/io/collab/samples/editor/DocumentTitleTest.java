package io.collab.samples.editor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentTitleTest {
    @Test
    void stripsWhiteSpace() {
        assertThat(new DocumentTitle(" \u2003Minutes\t").text()).isEqualTo("Minutes");
    }

    @Test
    void countsCodePoints() {
        String longest = "\uD83D\uDE42".repeat(DocumentTitle.MAX_CODE_POINTS);

        assertThat(new DocumentTitle(longest).text()).isEqualTo(longest);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DocumentTitle(longest + "x"))
                .withMessageContaining("201");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "a\u0000b", "a\nb", "\uD83D", "x\uDE42"})
    void refusesInvalidTitles(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new DocumentTitle(text));
    }
}
