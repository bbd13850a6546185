package io.collab.benchmarks.engine.driver;

import io.collab.benchmarks.engine.driver.CommandException.Code;
import io.collab.crdt.SubdocsEvent;
import io.collab.crdt.YDoc;
import io.collab.crdt.YSubdocument;
import io.collab.crdt.lib0.Any;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Commands on subdocuments. */
final class SubdocumentCommands {

    private SubdocumentCommands() {}

    static void addTo(Map<String, Command> commands) {
        commands.put(
                "subdocs",
                (session, arguments) ->
                        Results.texts(new TreeSet<>(session.document(arguments).subdocGuids())));
        commands.put(
                "subdocs.events",
                (session, arguments) -> session.handle(arguments).takeSubdocs());
        commands.put("subdoc.load", (session, arguments) -> {
            subdocument(session, arguments).load();
            return Any.NULL;
        });
        commands.put("subdoc.bind", (session, arguments) -> {
            YDoc document = subdocument(session, arguments).doc();
            if (arguments.has("client")) {
                document.setClientId(arguments.client("client"));
            }
            session.addSubdocument(arguments.text("as"), document);
            return Any.NULL;
        });
    }

    /** Returns the event that a listener received. */
    static Any event(SubdocsEvent event) {
        return Results.object(
                "added", guids(event.added()), "removed", guids(event.removed()), "loaded", guids(event.loaded()));
    }

    private static Any guids(Set<YSubdocument> subdocuments) {
        return Results.texts(
                subdocuments.stream().map(YSubdocument::guid).sorted().toList());
    }

    private static YSubdocument subdocument(Session session, Arguments arguments) {
        String guid = arguments.text("guid");
        for (YSubdocument subdocument : session.document(arguments).subdocs()) {
            if (subdocument.guid().equals(guid)) {
                return subdocument;
            }
        }
        throw new CommandException(Code.NO_DOC, "there is no subdocument " + guid);
    }
}
