package io.collab.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StoredTextTest {
    private static final String HARD = "\0a\\\ud800\udc00?0d\u00e4";

    @Test
    void plainTextStaysReadable() {
        for (String text : List.of("", "anna", "\u00e4nna \ud83d\ude00", "?", "a b")) {
            assertThat(StoredText.encode(text)).isEqualTo(text);
        }
    }

    @Test
    void hardTextComesBackAndStaysDistinct() {
        Random random = new Random(20261124);
        Set<String> texts = new HashSet<>();
        Set<String> stored = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(6); length > 0; length--) {
                text.append(HARD.charAt(random.nextInt(HARD.length())));
            }
            String encoded = StoredText.encode(text.toString());
            assertThat(StoredText.decode(encoded)).isEqualTo(text.toString());
            assertThat(encoded).doesNotContain("\0");
            texts.add(text.toString());
            stored.add(encoded);
        }
        assertThat(stored).hasSameSizeAs(texts);
    }
}
