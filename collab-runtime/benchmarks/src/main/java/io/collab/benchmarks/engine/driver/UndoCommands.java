package io.collab.benchmarks.engine.driver;

import io.collab.crdt.UndoManager;
import io.collab.crdt.UndoOptions;
import io.collab.crdt.YDoc;
import io.collab.crdt.YType;
import io.collab.crdt.lib0.Any;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Commands on undo managers. */
final class UndoCommands {

    private UndoCommands() {}

    static void addTo(Map<String, Command> commands) {
        commands.put("undo.new", UndoCommands::create);
        commands.put(
                "undo.undo",
                (session, arguments) ->
                        Results.flag(session.undoManager(arguments).undo() != null));
        commands.put(
                "undo.redo",
                (session, arguments) ->
                        Results.flag(session.undoManager(arguments).redo() != null));
        commands.put("undo.stop", (session, arguments) -> {
            session.undoManager(arguments).stopCapturing();
            return Any.NULL;
        });
        commands.put("undo.clear", (session, arguments) -> {
            session.undoManager(arguments).clear();
            return Any.NULL;
        });
        commands.put("undo.state", (session, arguments) -> {
            UndoManager manager = session.undoManager(arguments);
            return Results.object(
                    "undo", Results.number(manager.undoStack().size()),
                    "redo", Results.number(manager.redoStack().size()));
        });
    }

    private static Any create(Session session, Arguments arguments) {
        YDoc document = session.document(arguments);
        List<YType> scope = new ArrayList<>();
        for (Any path : Arguments.list(arguments.json("scope"))) {
            scope.add(Session.type(document, path));
        }
        UndoOptions options = UndoOptions.of(System::currentTimeMillis)
                .withCaptureTimeout(arguments.has("captureTimeout") ? arguments.index("captureTimeout") : 0);
        if (arguments.has("origins")) {
            Set<@Nullable Object> origins = new HashSet<>();
            arguments
                    .list("origins")
                    .forEach(origin -> origins.add(origin instanceof Any.Null ? null : Arguments.text(origin)));
            options = options.withTrackedOrigins(origins);
        }
        session.addUndoManager(arguments, new UndoManager(scope, options));
        return Any.NULL;
    }
}
