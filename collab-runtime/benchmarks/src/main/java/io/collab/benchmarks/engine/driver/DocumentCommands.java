package io.collab.benchmarks.engine.driver;

import io.collab.benchmarks.engine.driver.CommandException.Code;
import io.collab.crdt.YDoc;
import io.collab.crdt.YDocOptions;
import io.collab.crdt.YText;
import io.collab.crdt.YType;
import io.collab.crdt.YXmlFragment;
import io.collab.crdt.YXmlText;
import io.collab.crdt.lib0.Any;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongSupplier;

/** Commands on documents: creation, changes in one transaction, reading. */
final class DocumentCommands {
    private static final Random CLIENT_IDS = new Random();

    private DocumentCommands() {}

    static void addTo(Map<String, Command> commands) {
        commands.put("reset", (session, arguments) -> {
            session.reset();
            return Any.NULL;
        });
        commands.put("doc", (session, arguments) -> {
            session.add(arguments.text("doc"), create(arguments));
            return Any.NULL;
        });
        commands.put("drop", (session, arguments) -> {
            session.drop(arguments);
            return Any.NULL;
        });
        commands.put("transact", DocumentCommands::transact);
        commands.put("read", (session, arguments) -> read(session.type(arguments), arguments.text("as")));
        commands.put("dump", DocumentCommands::dump);
        commands.put("inspect", (session, arguments) -> inspect(session.document(arguments)));
    }

    /** Returns the client id that the command names at the first call, then generated ones. */
    static LongSupplier clientIds(Arguments arguments) {
        long[] first = {arguments.has("client") ? arguments.client("client") : freshId()};
        return () -> {
            long id = first[0];
            first[0] = freshId();
            return id;
        };
    }

    private static YDoc create(Arguments arguments) {
        YDocOptions options = YDocOptions.of(clientIds(arguments)).withGc(arguments.flag("gc", true));
        return new YDoc(arguments.has("guid") ? options.withGuid(arguments.text("guid")) : options);
    }

    private static long freshId() {
        return Integer.toUnsignedLong(CLIENT_IDS.nextInt());
    }

    private static Any transact(Session session, Arguments arguments) {
        List<Any> answers = new ArrayList<>();
        List<Any> inner = Arguments.list(arguments.json("ops"));
        session.document(arguments)
                .transact(
                        transaction -> {
                            for (Any command : inner) {
                                Map<String, Any> answer = Driver.answer(session, arguments.inner(command));
                                answers.add(new Any.Obj(answer));
                                if (answer.containsKey("err")) {
                                    return;
                                }
                            }
                        },
                        arguments.origin());
        return new Any.Array(answers);
    }

    private static Any read(YType type, String as) {
        if (as.equals("content")) {
            return Results.content(type);
        } else if (as.equals("json")) {
            return Results.json(type);
        } else if (as.equals("length")) {
            return Results.length(type);
        } else if (as.equals("delta") && type instanceof YText text) {
            return Results.delta(text.toDelta());
        } else if (as.equals("string") && type instanceof YText && !(type instanceof YXmlText)) {
            return Results.text(type.toString());
        } else if (as.equals("xml") && (type instanceof YXmlFragment || type instanceof YXmlText)) {
            return Results.text(type.toString());
        }
        throw new CommandException(Code.BAD_ARGS, "as " + as + " of " + Results.kind(type));
    }

    private static Any dump(Session session, Arguments arguments) {
        YDoc document = session.document(arguments);
        Map<String, Any> result = new LinkedHashMap<>();
        for (Any root : Arguments.list(arguments.json("roots"))) {
            YType type = Session.root(document, Arguments.text(root));
            Map<String, Any> entry = new LinkedHashMap<>();
            entry.put("content", Results.content(type));
            entry.put("json", Results.json(type));
            entry.put("length", Results.length(type));
            if (type instanceof YText || type instanceof YXmlFragment) {
                entry.put("string", Results.text(type.toString()));
            }
            result.put(Arguments.text(root), new Any.Obj(entry));
        }
        return new Any.Obj(result);
    }

    private static Any inspect(YDoc document) {
        return Results.object(
                "client", Results.number(document.clientId()),
                "sv", Results.clocks(document.stateVector()),
                "ds", Results.deleteSet(document.deleteSet()),
                "pending", document.missing().isEmpty() ? Any.NULL : Results.clocks(document.missing()),
                "pendingDs", Results.flag(document.hasPendingDeletions()));
    }
}
