package io.collab.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.collab.api.ConfigurationException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingTest {
    private static final String KEY = "collab.test";
    private static final Setting<Integer> NUMBER = Setting.number(KEY, 5, -2, 10, "A number");
    private static final Setting<Integer> BYTES = Setting.bytes(KEY, "1KiB", 3 << 20, "A size");
    private static final Setting<Duration> DURATION = Setting.duration(KEY, "PT30S", "A time");
    private static final Setting<Boolean> FLAG = Setting.flag(KEY, true, "A flag");
    private static final Setting<String> TEXT = Setting.text(KEY, "", "A text");

    @ParameterizedTest
    @CsvSource({"-2, -2", "0, 0", "10, 10", "' 7 ', 7", "+3, 3"})
    void aNumberWithinItsBoundsIsRead(String text, int expected) {
        assertThat(NUMBER.read(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-3", "11", "1.5", "1e1", "0x1", "ten", "", "9223372036854775808", "4294967296"})
    void aNumberOutOfItsBoundsIsRefused(String text) {
        assertRefused(NUMBER, text, "collab.test expects a number from -2 to 10");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "3145728, 3145728", "1KiB, 1024", "3MiB, 3145728", "2 MiB, 2097152", "3072KiB, 3145728"})
    void aSizeIsReadWithAndWithoutAUnit(String text, int expected) {
        assertThat(BYTES.read(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0", "-1", "3145729", "4MiB", "3073KiB", "1GiB", "1kib", "1KB", "KiB", "", "17592186044417MiB"})
    void aSizeOutOfItsBoundsIsRefused(String text) {
        assertRefused(BYTES, text, "collab.test expects a number from 1 to 3145728");
    }

    @ParameterizedTest
    @CsvSource({"PT0S, 0", "PT0.3S, 300", "PT1M, 60000", "P1D, 86400000"})
    void aDurationIsRead(String text, long millis) {
        assertThat(DURATION.read(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void aDurationThatIsNegativeOrUnreadableIsRefused() {
        assertRefused(DURATION, "PT-1S", "collab.test expects a duration that is not negative");
        assertRefused(DURATION, "30s", "collab.test expects a duration such as PT30S");
        assertRefused(DURATION, "", "collab.test expects a duration such as PT30S");
    }

    @Test
    void aFlagIsReadInAnyCase() {
        assertThat(FLAG.read("true")).isTrue();
        assertThat(FLAG.read("FALSE")).isFalse();
        assertRefused(FLAG, "yes", "collab.test expects true or false");
    }

    @Test
    void aMessageNeverContainsTheText() {
        for (Setting<?> setting : new Setting<?>[] {NUMBER, BYTES, DURATION, FLAG}) {
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> setting.read("pa55word"))
                    .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("pa55word"));
        }
    }

    @Test
    void theDefaultAppliesIfTheKeyIsNotSetOrBlank() {
        assertThat(Settings.defaults().get(NUMBER)).isEqualTo(5);
        assertThat(settings(" ").get(BYTES)).isEqualTo(1024);
        assertThat(settings("").get(FLAG)).isTrue();
        assertThat(settings("").get(TEXT)).isEmpty();
        assertThat(Settings.defaults().get(DURATION)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void aSetKeyWinsOverItsDefault() {
        assertThat(settings("7").get(NUMBER)).isEqualTo(7);
        assertThat(settings("  a b ").get(TEXT)).isEqualTo("a b");
    }

    @Test
    void aValueIsLookedUpByItsKey() {
        Settings other = new Settings(Map.of("collab.other", "7")::get);
        assertThat(other.get(Setting.number("collab.other", 5, 0, 10, "Another number")))
                .isEqualTo(7);
        assertThat(other.get(NUMBER)).isEqualTo(5);
    }

    private static Settings settings(String text) {
        return new Settings(Map.of(KEY, text)::get);
    }

    private static void assertRefused(Setting<?> setting, String text, String message) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> setting.read(text))
                .withMessage(message)
                .satisfies(refused -> assertThat(refused.code()).isEqualTo("bad-setting"));
    }
}
