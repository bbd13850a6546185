package io.collab.benchmarks.engine.driver;

import io.collab.benchmarks.engine.driver.CommandException.Code;
import io.collab.crdt.AbsolutePosition;
import io.collab.crdt.RelativePosition;
import io.collab.crdt.Snapshot;
import io.collab.crdt.YArray;
import io.collab.crdt.YDoc;
import io.collab.crdt.YDocOptions;
import io.collab.crdt.YMap;
import io.collab.crdt.YText;
import io.collab.crdt.YType;
import io.collab.crdt.YXmlHook;
import io.collab.crdt.lib0.Any;
import java.util.Map;

/** Commands on snapshots and relative positions, which stay valid while the document changes. */
final class HistoryCommands {

    private HistoryCommands() {}

    static void addTo(Map<String, Command> commands) {
        commands.put("snapshot", (session, arguments) -> {
            Snapshot snapshot = Snapshot.of(session.document(arguments));
            return Results.base64(arguments.isVersion2("v") ? snapshot.encodeV2() : snapshot.encode());
        });
        commands.put("snapshot.restore", HistoryCommands::restore);
        commands.put("snapshot.read", HistoryCommands::read);
        commands.put("relpos.create", HistoryCommands::position);
        commands.put("relpos.resolve", HistoryCommands::resolve);
    }

    private static Any restore(Session session, Arguments arguments) {
        YDoc document = session.document(arguments);
        if (document.options().gc()) {
            throw Arguments.bad("the document collects garbage");
        }
        YDocOptions options =
                YDocOptions.of(DocumentCommands.clientIds(arguments)).withGc(false);
        session.add(arguments.text("as"), snapshot(arguments, "s").restore(document, options));
        return Any.NULL;
    }

    private static Any read(Session session, Arguments arguments) {
        YType type = session.type(arguments);
        Snapshot snapshot = snapshot(arguments, "s");
        if (type instanceof YText text) {
            return Results.delta(text.toDelta(snapshot, arguments.has("prev") ? snapshot(arguments, "prev") : null));
        } else if (type instanceof YArray array) {
            return Results.values(array.toList(snapshot));
        } else if (type instanceof YMap map && !(map instanceof YXmlHook)) {
            return Results.values(map.entries(snapshot));
        }
        throw new CommandException(Code.UNSUPPORTED, "snapshot of " + Results.kind(type));
    }

    private static Snapshot snapshot(Arguments arguments, String name) {
        byte[] bytes = arguments.bytes(name);
        return arguments.isVersion2("v") ? Snapshot.decodeV2(bytes) : Snapshot.decode(bytes);
    }

    private static Any position(Session session, Arguments arguments) {
        YType type = session.type(arguments);
        int index = arguments.index("i");
        Session.requireRange(index, 0, (int) ((Any.Num) Results.length(type)).value());
        RelativePosition position =
                RelativePosition.of(type, index, arguments.has("assoc") ? arguments.index("assoc") : 0);
        return Results.object("b", Results.base64(position.encode()), "json", position.toJson());
    }

    private static Any resolve(Session session, Arguments arguments) {
        RelativePosition position = RelativePosition.decode(arguments.bytes("p"));
        AbsolutePosition place = position.resolve(session.document(arguments));
        if (place == null) {
            return Any.NULL;
        }
        return Results.object(
                "kind", Results.text(Results.kind(place.type())),
                "i", Results.number(place.index()),
                "assoc", Results.number(place.assoc()));
    }
}
