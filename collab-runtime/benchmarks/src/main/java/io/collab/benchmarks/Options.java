package io.collab.benchmarks;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Options of a command, {@code --name value} or {@code --name=value}; a flag has no value. */
public final class Options {
    private final Map<String, String> values;

    private Options(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Reads arguments.
     *
     * @param known names of the options with a value
     * @param flags names of the options without a value
     * @throws UsageException if an option is unknown or lacks its value
     */
    public static Options parse(List<String> arguments, Set<String> known, Set<String> flags) {
        Map<String, String> values = new LinkedHashMap<>();
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            String argument = rest.next();
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            if (!name.startsWith("--")) {
                throw new UsageException("Unknown argument " + argument + ".");
            }
            name = name.substring(2);
            if (flags.contains(name) && equals < 0) {
                values.put(name, "true");
            } else if (!known.contains(name)) {
                throw new UsageException("Unknown option " + argument + ".");
            } else if (equals >= 0) {
                values.put(name, argument.substring(equals + 1));
            } else if (rest.hasNext()) {
                values.put(name, rest.next());
            } else {
                throw new UsageException("The option " + argument + " needs a value.");
            }
        }
        return new Options(values);
    }

    /** Returns whether a flag is set. */
    public boolean has(String flag) {
        return values.containsKey(flag);
    }

    /** Returns the value of an option, null if it is absent. */
    public @Nullable String text(String name) {
        return values.get(name);
    }

    /** Returns the value of an option, or a default. */
    public String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    /** Returns the comma-separated values of an option. */
    public List<String> list(String name, String otherwise) {
        return List.of(text(name, otherwise).split(","));
    }

    /** Returns the value of an option as an integer. */
    public long number(String name, long otherwise) {
        String text = values.get(name);
        try {
            return text == null ? otherwise : Long.parseLong(text);
        } catch (NumberFormatException notOne) {
            throw new UsageException("The option --" + name + " needs an integer, not " + text + ".", notOne);
        }
    }

    /** Returns the value of an option as a number. */
    public double decimal(String name, double otherwise) {
        String text = values.get(name);
        try {
            return text == null ? otherwise : Double.parseDouble(text);
        } catch (NumberFormatException notOne) {
            throw new UsageException("The option --" + name + " needs a number, not " + text + ".", notOne);
        }
    }
}
