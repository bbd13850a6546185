package io.collab.benchmarks;

import org.jspecify.annotations.Nullable;

/** One JSON object on one line, written in the order of the calls. */
public final class JsonLine {
    private final StringBuilder text = new StringBuilder("{");

    /** Adds a string; does nothing if it is null. */
    public JsonLine put(String name, @Nullable String value) {
        if (value != null) {
            key(name)
                    .append('"')
                    .append(value.replace("\\", "\\\\").replace("\"", "\\\"").replace('\n', ' '))
                    .append('"');
        }
        return this;
    }

    /** Adds a number, with three decimal places. */
    public JsonLine put(String name, double value) {
        key(name).append(Math.round(value * 1_000) / 1_000.0);
        return this;
    }

    /** Adds an integer. */
    public JsonLine put(String name, long value) {
        key(name).append(value);
        return this;
    }

    /** Adds a boolean. */
    public JsonLine put(String name, boolean value) {
        key(name).append(value);
        return this;
    }

    @Override
    public String toString() {
        return text + "}";
    }

    private StringBuilder key(String name) {
        return text.append(text.length() == 1 ? "" : ",")
                .append('"')
                .append(name)
                .append("\":");
    }
}
