package io.collab.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CredentialsTest {
    private static final Credentials FULL = new Credentials(
            Map.of("authorization", List.of("Bearer secret-1")),
            Map.of("secret-2", "secret-3"),
            "https://secret-4",
            "secret-5",
            "secret-6",
            "secret-7");

    @Test
    void theTextFormHasNoNameAndNoValue() {
        assertThat(FULL).hasToString("Credentials[1 headers, 1 cookies, a token]");
        assertThat(Credentials.none()).hasToString("Credentials[0 headers, 0 cookies, no token]");
    }

    @Test
    void anotherTokenLeavesTheOtherValues() {
        Credentials other = FULL.withToken("other");
        assertThat(other.token()).isEqualTo("other");
        assertThat(other.withToken(FULL.token())).isEqualTo(FULL);
        assertThat(FULL.withToken(null).token()).isNull();
        assertThat(FULL.withToken("").token()).isNull();
    }

    @Test
    void laterChangesOfTheMapsHaveNoEffect() {
        Map<String, List<String>> headers = new HashMap<>();
        Map<String, String> cookies = new HashMap<>();
        Credentials credentials = new Credentials(headers, cookies, null, null, null, null);
        headers.put("a", List.of());
        cookies.put("b", "");
        assertThat(credentials).isEqualTo(Credentials.none());
    }
}
