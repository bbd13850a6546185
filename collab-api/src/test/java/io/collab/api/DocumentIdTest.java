package io.collab.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentIdTest {
    private static final String EURO = "\u20ac"; // three bytes of UTF-8

    @ParameterizedTest
    @ValueSource(strings = {"a", "Z", "0", ".", "_", "-", "tenant-1.2_3"})
    void aTenantOfTheAllowedCharactersIsAccepted(String tenant) {
        assertThat(new DocumentId(tenant, "a").tenant()).isEqualTo(tenant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a/b", "a:b", "\u00e4", "a\u0000", "a@b", "a`b", "a[b", "a{b"})
    void aTenantWithAnotherCharacterIsRefused(String tenant) {
        assertRefused(() -> new DocumentId(tenant, "a"));
    }

    @Test
    void aTenantHasAtMost64Characters() {
        assertThat(new DocumentId("t".repeat(64), "a").tenant()).hasSize(64);
        assertRefused(() -> new DocumentId("t".repeat(65), "a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "a/b/c", "a b", "...", ".a", "a..b", ":", "\u00e4", "\ud83d\ude00", "%2F", "a'\"<>|?*"})
    void aNameOfSegmentsIsAccepted(String name) {
        assertThat(DocumentId.of(name)).isEqualTo(new DocumentId("default", name));
    }

    static Stream<String> badNames() {
        return Stream.of(
                "",
                "/",
                "/a",
                "a/",
                "a//b",
                ".",
                "..",
                "a/.",
                "a/../b",
                "a\\b",
                "a\u0000",
                "a\nb",
                "a\u007f",
                "a\u0085",
                "\ud800",
                "a\udc00",
                "\udc00\ud800");
    }

    @ParameterizedTest
    @MethodSource("badNames")
    void aNameThatIsNotAPathIsRefused(String name) {
        assertRefused(() -> DocumentId.of(name));
    }

    @Test
    void aNameHasAtMost255BytesOfUtf8() {
        assertThat(DocumentId.of(EURO.repeat(85)).name()).hasSize(85);
        assertRefused(() -> DocumentId.of(EURO.repeat(85) + "a"));
        assertThat(DocumentId.of("a".repeat(255)).name()).hasSize(255);
        assertRefused(() -> DocumentId.of("a".repeat(256)));
    }

    @Test
    void namesAreComparedExactly() {
        assertThat(List.of(DocumentId.of("A"), DocumentId.of("a\u0301"), DocumentId.of("a ")))
                .doesNotContain(DocumentId.of("a"), DocumentId.of("\u00e1"));
        assertThat(new DocumentId("T", "a")).isNotEqualTo(new DocumentId("t", "a"));
    }

    private static void assertRefused(Runnable creation) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(creation::run)
                .satisfies(refused -> {
                    assertThat(refused.code()).isEqualTo("bad-document-id");
                    assertThat(refused.closeCode()).isEqualTo(CloseCode.BAD_DOCUMENT_NAME);
                });
    }
}
