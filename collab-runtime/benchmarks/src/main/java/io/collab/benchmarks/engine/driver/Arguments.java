package io.collab.benchmarks.engine.driver;

import io.collab.benchmarks.engine.driver.CommandException.Code;
import io.collab.crdt.lib0.Any;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The arguments of one command, checked on access. */
final class Arguments {
    private final Map<String, Any> values;

    Arguments(Map<String, Any> values) {
        this.values = values;
    }

    /** Returns whether an argument is present and not null. */
    boolean has(String name) {
        return !(values.getOrDefault(name, Any.NULL) instanceof Any.Null);
    }

    /** Returns an argument unchanged, undefined if it is absent. */
    Any json(String name) {
        return values.getOrDefault(name, Any.UNDEFINED);
    }

    String text(String name) {
        return text(json(name));
    }

    Map<String, Any> object(String name) {
        return object(json(name));
    }

    /** Returns a list, empty if it is absent. */
    List<Any> list(String name) {
        return has(name) ? list(json(name)) : List.of();
    }

    boolean flag(String name, boolean otherwise) {
        return json(name) instanceof Any.Bool flag ? flag.value() : otherwise;
    }

    /** Returns a position or a count; a value that is not an integer is out of range. */
    int index(String name) {
        return index(json(name));
    }

    /** Returns a client id. */
    long client(String name) {
        return client(json(name));
    }

    /** Returns client ids. */
    List<Long> clients(String name) {
        List<Long> clients = new ArrayList<>();
        for (Any client : list(name)) {
            clients.add(client(client));
        }
        return clients;
    }

    byte[] bytes(String name) {
        return bytes(json(name));
    }

    /** Returns the format of updates, 1 if it is absent. */
    boolean isVersion2(String name) {
        if (!values.containsKey(name)) {
            return false;
        }
        if (json(name) instanceof Any.Num number && (number.value() == 1 || number.value() == 2)) {
            return number.value() == 2;
        }
        throw bad(name + " is neither 1 nor 2");
    }

    /** Returns the origin of a change, null if it is absent. */
    @Nullable
    String origin() {
        return has("origin") ? text("origin") : null;
    }

    /** Returns these arguments and those of an inner command, which have priority. */
    Arguments inner(Any command) {
        Map<String, Any> inner = new HashMap<>(object(command));
        inner.putIfAbsent("doc", json("doc"));
        return new Arguments(inner);
    }

    static CommandException bad(String message) {
        return new CommandException(Code.BAD_ARGS, message);
    }

    static String text(@Nullable Any value) {
        if (value instanceof Any.Text text) {
            return text.value();
        }
        throw bad("text expected");
    }

    static List<Any> list(@Nullable Any value) {
        if (value instanceof Any.Array array) {
            return array.items();
        }
        throw bad("list expected");
    }

    static Map<String, Any> object(@Nullable Any value) {
        if (value instanceof Any.Obj object) {
            return object.entries();
        }
        throw bad("object expected");
    }

    static int index(@Nullable Any value) {
        if (value instanceof Any.Num number && number.value() == (int) number.value()) {
            return (int) number.value();
        }
        throw new CommandException(Code.OUT_OF_RANGE, "not a position: " + value);
    }

    static byte[] bytes(@Nullable Any value) {
        String text = text(value);
        if (text.length() % 4 != 0) {
            throw bad("base64 without padding");
        }
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException malformed) {
            throw bad("not base64");
        }
    }

    private static long client(Any value) {
        if (value instanceof Any.Num number && number.value() == (long) number.value()) {
            return (long) number.value();
        }
        throw bad("client id expected");
    }
}
