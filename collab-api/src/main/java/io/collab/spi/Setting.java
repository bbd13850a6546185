package io.collab.spi;

import io.collab.api.ConfigurationException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.function.Function;

/**
 * A configuration key: its name, description, default and parser. The documentation of all keys is generated from
 * these. Thread-safe: immutable.
 *
 * @param <T> the type of the value
 * @param name the key, such as {@code collab.document.idle-timeout}
 * @param description one sentence, with the unit of the value
 * @param defaultText the default in the syntax of the configuration; empty if the value is optional
 * @param reader the parser; throws IllegalArgumentException with a message that states the expected syntax and not the
 *     value
 */
public record Setting<T>(String name, String description, String defaultText, Function<String, T> reader) {
    private static final int UNIT_LENGTH = 3;
    private static final long KIB = 1L << 10;
    private static final long MIB = 1L << 20;

    /**
     * Creates a key for any text.
     *
     * @param name the key
     * @param defaultText the default; may be empty
     * @param description one sentence
     */
    public static Setting<String> text(String name, String defaultText, String description) {
        return new Setting<>(name, description, defaultText, text -> text);
    }

    /**
     * Creates a key for {@code true} or {@code false}, in any case.
     *
     * @param name the key
     * @param byDefault the default
     * @param description one sentence
     */
    public static Setting<Boolean> flag(String name, boolean byDefault, String description) {
        return new Setting<>(
                name, description, Boolean.toString(byDefault), text -> switch (text.toLowerCase(Locale.ROOT)) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new IllegalArgumentException("expects true or false");
                });
    }

    /**
     * Creates a key for an integer.
     *
     * @param name the key
     * @param byDefault the default, from {@code min} to {@code max}
     * @param min the minimum, inclusive
     * @param max the maximum, inclusive
     * @param description one sentence, with the unit
     */
    public static Setting<Integer> number(String name, int byDefault, int min, int max, String description) {
        return new Setting<>(name, description, Integer.toString(byDefault), text -> (int) bounded(text, 1, min, max));
    }

    /**
     * Creates a key for a number of bytes, written as an integer without a unit or with the unit {@code KiB} (1024
     * bytes) or {@code MiB} (1024 KiB).
     *
     * @param name the key
     * @param defaultText the default in the same syntax
     * @param max the maximum in bytes, inclusive; the minimum is 1
     * @param description one sentence
     */
    public static Setting<Integer> bytes(String name, String defaultText, int max, String description) {
        return new Setting<>(name, description, defaultText, text -> (int) readBytes(text, max));
    }

    /**
     * Creates a key for a duration in the syntax of ISO 8601, such as {@code PT30S}, zero or positive.
     *
     * @param name the key
     * @param defaultText the default in the same syntax
     * @param description one sentence
     */
    public static Setting<Duration> duration(String name, String defaultText, String description) {
        return new Setting<>(name, description, defaultText, Setting::readDuration);
    }

    /**
     * Parses a text. Surrounding white space is ignored.
     *
     * @param text the text of the configuration
     * @return the value
     * @throws ConfigurationException with code {@code bad-setting} if the text cannot be read. The message contains the
     *     key and the expected syntax, never the text
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

    private static long readBytes(String text, int max) {
        if (text.endsWith("KiB")) {
            return bounded(withoutUnit(text), KIB, 1, max);
        }
        if (text.endsWith("MiB")) {
            return bounded(withoutUnit(text), MIB, 1, max);
        }
        return bounded(text, 1, 1, max);
    }

    private static String withoutUnit(String text) {
        return text.substring(0, text.length() - UNIT_LENGTH);
    }

    private static long bounded(String text, long unit, int min, int max) {
        try {
            long value = Math.multiplyExact(Long.parseLong(text.strip()), unit);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (ArithmeticException | NumberFormatException unreadable) {
            // reported below with the bounds
        }
        throw new IllegalArgumentException("expects a number from " + min + " to " + max);
    }
}
