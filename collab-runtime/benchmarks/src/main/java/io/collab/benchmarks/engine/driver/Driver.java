package io.collab.benchmarks.engine.driver;

import io.collab.benchmarks.engine.driver.CommandException.Code;
import io.collab.crdt.lib0.Any;
import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.lib0.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads commands, runs them one by one, and writes the answers in the same order. */
public final class Driver {
    private static final int MAX_DEPTH = 100_000;

    private static final List<String> FEATURES = List.of(
            "v1",
            "v2",
            "text",
            "array",
            "map",
            "xml",
            "events",
            "undo",
            "snapshot",
            "subdocs",
            "relpos",
            "merge",
            "awareness",
            "sync",
            "any");

    private static final Map<String, Command> COMMANDS = commands();

    private final Session session = new Session();
    private final CommandLines lines;
    private final OutputStream answers;

    /**
     * Creates a driver without documents.
     *
     * @param commands JSON lines, UTF-8
     * @param answers JSON lines, UTF-8; flushed when no command is waiting
     */
    public Driver(InputStream commands, OutputStream answers) {
        this.lines = new CommandLines(commands, answers);
        this.answers = answers;
    }

    /**
     * Answers commands until the end of the input.
     *
     * @throws IOException if a stream fails
     */
    public void run() throws IOException {
        AnswerWriter writer = new AnswerWriter(answers);
        while (lines.next()) {
            Any command = parse(lines);
            if (isQuit(command)) {
                break;
            }
            if (!(command instanceof Any.Undefined)) {
                writer.writeLine(answer(command));
            }
        }
        answers.flush();
    }

    /** Returns the answer to a command, without its id: {@code ok} and {@code r} or {@code err}. Never throws. */
    static Map<String, Any> answer(Session session, Arguments arguments) {
        try {
            Any result = command(arguments).run(session, arguments);
            Map<String, Any> answer = new LinkedHashMap<>();
            answer.put("ok", Results.flag(true));
            answer.put("r", result);
            return answer;
        } catch (CommandException refused) {
            return error(refused.code(), refused.getMessage());
        } catch (DecodeException malformed) {
            return error(Code.DECODE, malformed.reason() + ": " + malformed.getMessage());
        } catch (RuntimeException | Error failure) {
            failure.printStackTrace();
            return error(Code.INTERNAL, failure.toString());
        }
    }

    private Any answer(Any command) {
        Map<String, Any> answer = new LinkedHashMap<>();
        if (command instanceof Any.Obj object) {
            answer.put("id", object.entries().getOrDefault("id", Any.NULL));
            answer.putAll(answer(session, new Arguments(object.entries())));
        } else {
            answer.put("id", Any.NULL);
            answer.putAll(error(Code.BAD_JSON, "not a JSON object"));
        }
        return new Any.Obj(answer);
    }

    /** Parses a line: undefined if it is blank, null if it is not JSON; neither is a command. */
    private static Any parse(CommandLines lines) {
        try {
            return lines.isBlank() ? Any.UNDEFINED : Json.parse(lines.consume(), MAX_DEPTH);
        } catch (DecodeException | OutOfMemoryError malformed) {
            return Any.NULL;
        }
    }

    private static boolean isQuit(Any command) {
        return command instanceof Any.Obj object
                && Results.text("quit").equals(object.entries().get("op"));
    }

    private static Command command(Arguments arguments) {
        String name = arguments.text("op");
        Command command = COMMANDS.get(name);
        if (command == null) {
            throw new CommandException(Code.UNKNOWN_OP, name);
        }
        return command;
    }

    private static Map<String, Any> error(Code code, @Nullable String message) {
        Map<String, Any> answer = new LinkedHashMap<>();
        answer.put("ok", Results.flag(false));
        answer.put(
                "err", Results.object("code", Results.text(code.name()), "msg", Results.text(String.valueOf(message))));
        return answer;
    }

    private static Map<String, Command> commands() {
        Map<String, Command> commands = new LinkedHashMap<>();
        Any features = Results.texts(FEATURES);
        commands.put(
                "ping",
                (session, arguments) -> Results.object(
                        "driver", Results.text("collab"), "spec", Results.number(1), "features", features));
        DocumentCommands.addTo(commands);
        TextCommands.addTo(commands);
        ListCommands.addTo(commands);
        UpdateCommands.addTo(commands);
        EventCommands.addTo(commands);
        UndoCommands.addTo(commands);
        HistoryCommands.addTo(commands);
        SubdocumentCommands.addTo(commands);
        ProtocolCommands.addTo(commands);
        return commands;
    }
}
