package io.collab.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoredTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "anna", "\u00e4nna \ud83d\ude00", "?", "a b"})
    void plainTextStaysReadable(String text) {
        assertThat(StoredText.encode(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"a\u0000b, a\\0000b", "a\ud800, a\\d800", "\udc00\ud800, \\dc00\\d800", "a\\b, a\\\\b"})
    void otherTextIsEscaped(String text, String stored) {
        assertThat(StoredText.encode(text)).isEqualTo(stored);
    }
}
