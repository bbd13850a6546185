package io.collab.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.tck.Seed;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Properties of random texts. A failure prints the seed; {@code -Dcollab.seed=} repeats it. */
class StoredTextPropertyTest {
    private static final String UNUSUAL_CHARACTERS = "\0a\\\ud800\udc00?0d\u00e4";
    private static final int TEXTS = 20_000;
    private static final int MAX_LENGTH = 5;

    @Test
    void textIsReadUnchangedAndStaysDistinct() {
        Seed.run(random -> {
            Set<String> texts = new HashSet<>();
            Set<String> stored = new HashSet<>();
            for (int i = 0; i < TEXTS; i++) {
                String text = unusualText(random);
                String encoded = StoredText.encode(text);
                assertThat(StoredText.decode(encoded)).isEqualTo(text);
                assertThat(encoded).doesNotContain("\0");
                texts.add(text);
                stored.add(encoded);
            }
            assertThat(stored).hasSameSizeAs(texts);
        });
    }

    private static String unusualText(Random random) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(MAX_LENGTH + 1); length > 0; length--) {
            text.append(UNUSUAL_CHARACTERS.charAt(random.nextInt(UNUSUAL_CHARACTERS.length())));
        }
        return text.toString();
    }
}
