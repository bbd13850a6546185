package io.collab.spi;

import io.collab.api.ConfigurationException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.function.Function;

/**
 * One configuration key: its name, what it means, its default and how its text is read. The documentation of all keys is
 * made from these. Thread-safe: immutable.
 *
 * @param <T> the type of the value
 * @param name as in {@code collab.document.idle-timeout}
 * @param description one sentence, with the unit
 * @param defaultText the default as one would write it; empty when the value may be left out
 * @param reader makes the value of the text, or throws IllegalArgumentException saying what it expects
 */
public record Setting<T>(String name, String description, String defaultText, Function<String, T> reader) {
    /** Any text; the default may be empty. */
    public static Setting<String> text(String name, String defaultText, String description) {
        return new Setting<>(name, description, defaultText, text -> text);
    }

    /** {@code true} or {@code false}. */
    public static Setting<Boolean> flag(String name, boolean byDefault, String description) {
        return new Setting<>(
                name, description, Boolean.toString(byDefault), text -> switch (text.toLowerCase(Locale.ROOT)) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new IllegalArgumentException("expects true or false");
                });
    }

    /** A whole number from {@code least} to {@code most}. */
    public static Setting<Integer> number(String name, int byDefault, int least, int most, String description) {
        return new Setting<>(
                name, description, Integer.toString(byDefault), text -> (int) bounded(text, 1, least, most));
    }

    /**
     * A number of bytes from 1 to {@code most}, written plainly or with the unit {@code KiB} or {@code MiB}.
     */
    public static Setting<Integer> bytes(String name, String defaultText, int most, String description) {
        return new Setting<>(name, description, defaultText, text -> (int) readBytes(text, most));
    }

    /** A duration as ISO 8601 has it, {@code PT30S}, not negative. */
    public static Setting<Duration> duration(String name, String defaultText, String description) {
        return new Setting<>(name, description, defaultText, Setting::readDuration);
    }

    /**
     * Reads a value.
     *
     * @throws ConfigurationException code {@code bad-setting}, naming the key and what it expects, never the value
     */
    public T read(String text) {
        try {
            return reader.apply(text.strip());
        } catch (IllegalArgumentException unreadable) {
            throw new ConfigurationException("bad-setting", name + " " + unreadable.getMessage());
        }
    }

    private static Duration readDuration(String text) {
        try {
            Duration duration = Duration.parse(text);
            if (duration.isNegative()) {
                throw new IllegalArgumentException("expects a duration that is not negative");
            }
            return duration;
        } catch (DateTimeParseException unreadable) {
            throw new IllegalArgumentException("expects a duration such as PT30S", unreadable);
        }
    }

    private static long readBytes(String text, int most) {
        if (text.endsWith("KiB")) {
            return bounded(text.substring(0, text.length() - 3), 1L << 10, 1, most);
        }
        if (text.endsWith("MiB")) {
            return bounded(text.substring(0, text.length() - 3), 1L << 20, 1, most);
        }
        return bounded(text, 1, 1, most);
    }

    private static long bounded(String text, long unit, int least, int most) {
        try {
            long value = Math.multiplyExact(Long.parseLong(text.strip()), unit);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (ArithmeticException | NumberFormatException unreadable) {
            // said below, in the same words
        }
        throw new IllegalArgumentException("expects a number from " + least + " to " + most);
    }
}
