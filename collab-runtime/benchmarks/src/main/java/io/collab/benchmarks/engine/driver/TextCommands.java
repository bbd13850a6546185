package io.collab.benchmarks.engine.driver;

import io.collab.crdt.YText;
import io.collab.crdt.lib0.Any;
import java.util.Map;

/** Commands on text and rich text, also inside XML. */
final class TextCommands {

    private TextCommands() {}

    static void addTo(Map<String, Command> commands) {
        commands.put("text.insert", TextCommands::insert);
        commands.put("text.embed", TextCommands::embed);
        commands.put("text.delete", (session, arguments) -> {
            YText text = range(session, arguments);
            text.delete(arguments.index("i"), arguments.index("n"));
            return Any.NULL;
        });
        commands.put("text.format", (session, arguments) -> {
            YText text = range(session, arguments);
            text.format(arguments.index("i"), arguments.index("n"), attributes(arguments));
            return Any.NULL;
        });
        commands.put("text.applyDelta", (session, arguments) -> {
            session.type(arguments, YText.class)
                    .applyDelta(
                            Values.delta(Arguments.list(arguments.json("delta"))), arguments.flag("sanitize", true));
            return Any.NULL;
        });
    }

    private static Any insert(Session session, Arguments arguments) {
        YText text = position(session, arguments);
        if (arguments.has("attrs")) {
            text.insert(arguments.index("i"), arguments.text("s"), attributes(arguments));
        } else {
            text.insert(arguments.index("i"), arguments.text("s"));
        }
        return Any.NULL;
    }

    private static Any embed(Session session, Arguments arguments) {
        YText text = position(session, arguments);
        if (arguments.has("attrs")) {
            text.insertEmbed(arguments.index("i"), Values.value(arguments.json("v")), attributes(arguments));
        } else {
            text.insertEmbed(arguments.index("i"), Values.value(arguments.json("v")));
        }
        return Any.NULL;
    }

    private static Map<String, Any> attributes(Arguments arguments) {
        return Values.attributes(arguments.object("attrs"));
    }

    private static YText position(Session session, Arguments arguments) {
        YText text = session.type(arguments, YText.class);
        Session.requireRange(arguments.index("i"), 0, text.length());
        return text;
    }

    private static YText range(Session session, Arguments arguments) {
        YText text = session.type(arguments, YText.class);
        Session.requireRange(arguments.index("i"), arguments.index("n"), text.length());
        return text;
    }
}
