package io.collab.benchmarks.engine.driver;

import io.collab.benchmarks.engine.driver.CommandException.Code;
import io.collab.crdt.YDoc;
import io.collab.crdt.lib0.Any;
import io.collab.crdt.update.Updates;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Updates and state vectors, of documents and without one. */
final class UpdateCommands {

    private UpdateCommands() {}

    static void addTo(Map<String, Command> commands) {
        commands.put(
                "sv",
                (session, arguments) ->
                        Results.base64(session.document(arguments).encodeStateVector()));
        commands.put("encode", (session, arguments) -> Results.base64(encode(session.document(arguments), arguments)));
        commands.put("apply", (session, arguments) -> {
            requireVersion1(arguments);
            session.document(arguments).applyUpdate(arguments.bytes("u"), arguments.origin());
            return Any.NULL;
        });
        commands.put(
                "updates", (session, arguments) -> session.handle(arguments).takeUpdates());
        commands.put("merge", (session, arguments) -> {
            requireVersion1(arguments);
            return Results.base64(Updates.merge(updates(arguments)));
        });
        commands.put("diff", (session, arguments) -> {
            requireVersion1(arguments);
            return Results.base64(Updates.diff(arguments.bytes("u"), arguments.bytes("sv")));
        });
        commands.put("svFromUpdate", (session, arguments) -> {
            requireVersion1(arguments);
            return Results.base64(Updates.encodeStateVectorFromUpdate(arguments.bytes("u")));
        });
    }

    private static byte[] encode(YDoc document, Arguments arguments) {
        requireVersion1(arguments);
        return arguments.has("sv")
                ? document.encodeStateAsUpdate(arguments.bytes("sv"))
                : document.encodeStateAsUpdate();
    }

    private static List<byte[]> updates(Arguments arguments) {
        List<byte[]> updates = new ArrayList<>();
        for (Any update : Arguments.list(arguments.json("us"))) {
            updates.add(Arguments.bytes(update));
        }
        return updates;
    }

    private static void requireVersion1(Arguments arguments) {
        if (arguments.isVersion2("v")) {
            throw new CommandException(Code.UNSUPPORTED, "format 2");
        }
    }
}
