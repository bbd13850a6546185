package io.collab.benchmarks.engine.driver;

import io.collab.crdt.Delta;
import io.collab.crdt.Transaction;
import io.collab.crdt.YEvent;
import io.collab.crdt.YType;
import io.collab.crdt.YValue;
import io.collab.crdt.lib0.Any;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Commands on observers and their events. */
final class EventCommands {

    private EventCommands() {}

    static void addTo(Map<String, Command> commands) {
        commands.put("observe", EventCommands::observe);
        commands.put("events", (session, arguments) -> session.handle(arguments).takeEvents());
    }

    private static Any observe(Session session, Arguments arguments) {
        DocumentHandle handle = session.handle(arguments);
        YType type = session.type(arguments);
        Any path = arguments.json("t");
        if (arguments.flag("deep", false)) {
            type.observeDeep(events -> handle.addEvent(call(path, events)));
        } else {
            type.observe(event -> handle.addEvent(call(path, List.of(event))));
        }
        return Any.NULL;
    }

    private static Any call(Any path, List<YEvent> events) {
        Transaction transaction = events.get(0).transaction();
        return Results.object(
                "t",
                path,
                "local",
                Results.flag(transaction.local()),
                "origin",
                Results.origin(transaction.origin()),
                "events",
                new Any.Array(events.stream().map(EventCommands::event).toList()));
    }

    private static Any event(YEvent event) {
        Map<String, Any> answer = new LinkedHashMap<>();
        answer.put("target", Results.text(Results.kind(event.target())));
        List<Any> path = new ArrayList<>();
        event.path().forEach(step -> path.add(Any.of(step)));
        answer.put("path", new Any.Array(path));
        Map<String, Any> keys = new LinkedHashMap<>();
        event.keys().forEach((key, change) -> keys.put(key, change(change)));
        if (!keys.isEmpty()) {
            answer.put("keys", new Any.Obj(keys));
        }
        List<Delta> delta = event.delta();
        if (!delta.isEmpty()) {
            answer.put("delta", Results.delta(delta));
        }
        return new Any.Obj(answer);
    }

    private static Any change(YEvent.KeyChange change) {
        String action = change.action().name().toLowerCase(Locale.ROOT);
        return Results.object("action", Results.text(action), "oldValue", oldValue(change.oldValue()));
    }

    private static Any oldValue(@Nullable YValue value) {
        if (value == null) {
            return Results.data(Any.UNDEFINED);
        }
        return value instanceof YType type
                ? Results.object("$type", Results.text(Results.kind(type)))
                : Results.value(value);
    }
}
