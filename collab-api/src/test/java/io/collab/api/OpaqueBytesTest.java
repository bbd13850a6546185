package io.collab.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@link Update} and {@link Version}: values over an array that is not copied. */
class OpaqueBytesTest {
    @Test
    void updatesAreEqualIfTheirBytesAre() {
        Update update = Update.of(new byte[] {1, 2});
        assertThat(update).isEqualTo(Update.of(new byte[] {1, 2})).hasSameHashCodeAs(Update.of(new byte[] {1, 2}));
        assertThat(update).isNotEqualTo(Update.of(new byte[] {1, 3})).isNotEqualTo(Update.of(new byte[] {1}));
    }

    @Test
    void versionsAreEqualIfTheirBytesAre() {
        Version version = Version.of(new byte[] {1, 2});
        assertThat(version).isEqualTo(Version.of(new byte[] {1, 2})).hasSameHashCodeAs(Version.of(new byte[] {1, 2}));
        assertThat(version).isNotEqualTo(Version.of(new byte[] {1, 3})).isNotEqualTo(Version.of(new byte[] {1}));
    }

    @Test
    void anUpdateIsNotAVersion() {
        assertThat((Object) Update.of(new byte[] {1})).isNotEqualTo(Version.of(new byte[] {1}));
        assertThat((Object) Version.of(new byte[] {1})).isNotEqualTo(Update.of(new byte[] {1}));
    }

    @Test
    void theArrayIsNotCopied() {
        byte[] bytes = {1, 2, 3};
        assertThat(Update.of(bytes).bytes()).isSameAs(bytes);
        assertThat(Version.of(bytes).bytes()).isSameAs(bytes);
        assertThat(Update.of(bytes).size()).isEqualTo(3);
        assertThat(Version.of(bytes).size()).isEqualTo(3);
    }

    @Test
    void theTextFormHasTheSizeOnly() {
        assertThat(Update.of(new byte[] {42, 43})).hasToString("Update[2 bytes]");
        assertThat(Version.of(new byte[] {42, 43})).hasToString("Version[2 bytes]");
    }
}
