package io.collab.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Properties of random ids. A failure prints the seed; {@code -Dcollab.seed=} repeats it. */
class DocumentIdPropertyTest {
    /** Few characters, so that random ids are often equal or differ only in the position of a separator. */
    private static final String TENANT_CHARACTERS = "1a.";

    private static final String NAME_CHARACTERS = "1a:/";
    private static final int MAX_KEY_BYTES = 323;

    @Test
    void keysOfDifferentIdsDiffer() {
        Seeds.forAll(random -> {
            Map<String, DocumentId> byKey = new HashMap<>();
            for (int i = 0; i < 2000; i++) {
                DocumentId id = smallId(random);
                DocumentId same = byKey.putIfAbsent(id.key(), id);
                assertThat(same == null || same.equals(id))
                        .as("%s and %s have the key %s", same, id, id.key())
                        .isTrue();
            }
        });
    }

    @Test
    void aKeyContainsBothComponents() {
        Seeds.forAll(random -> {
            DocumentId id = anyId(random);
            String key = id.key();
            int colon = key.indexOf(':');
            int slash = colon + 1 + Integer.parseInt(key.substring(0, colon));
            assertThat(key.charAt(slash)).isEqualTo('/');
            DocumentId parsed = new DocumentId(key.substring(colon + 1, slash), key.substring(slash + 1));
            assertThat(parsed).isEqualTo(id).hasSameHashCodeAs(id);
            assertThat(key.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(MAX_KEY_BYTES);
        });
    }

    @Test
    void componentsAreNotChanged() {
        Seeds.forAll(random -> {
            String tenant = text(random, TENANT_CHARACTERS, 64);
            String name = anyName(random);
            DocumentId id = new DocumentId(tenant, name);
            assertThat(id.tenant()).isEqualTo(tenant);
            assertThat(id.name()).isEqualTo(name);
            assertThat(id).hasToString(tenant + "/" + name);
        });
    }

    private static DocumentId smallId(Random random) {
        while (true) {
            try {
                return new DocumentId(text(random, TENANT_CHARACTERS, 3), text(random, NAME_CHARACTERS, 6));
            } catch (ProtocolException badSegment) {
                // the next one is valid with a high probability
            }
        }
    }

    private static DocumentId anyId(Random random) {
        return new DocumentId(text(random, TENANT_CHARACTERS, 64), anyName(random));
    }

    private static String anyName(Random random) {
        StringBuilder name = new StringBuilder("x");
        while (random.nextInt(20) != 0) {
            int codePoint = random.nextInt(Character.MAX_CODE_POINT + 1);
            boolean allowed = codePoint != '\\'
                    && codePoint != '/'
                    && !Character.isISOControl(codePoint)
                    && (codePoint > Character.MAX_VALUE || !Character.isSurrogate((char) codePoint));
            if (allowed) {
                name.appendCodePoint(codePoint);
            }
            if (name.toString().getBytes(StandardCharsets.UTF_8).length > DocumentId.MAX_NAME_BYTES - 4) {
                break;
            }
        }
        return name.toString();
    }

    private static String text(Random random, String characters, int maxLength) {
        StringBuilder text = new StringBuilder();
        for (int length = 1 + random.nextInt(maxLength); length > 0; length--) {
            text.append(characters.charAt(random.nextInt(characters.length())));
        }
        return text.toString();
    }
}
