package io.collab.benchmarks.engine.driver;

import io.collab.crdt.YArray;
import io.collab.crdt.YMap;
import io.collab.crdt.YText;
import io.collab.crdt.YType;
import io.collab.crdt.YValue;
import io.collab.crdt.YXmlElement;
import io.collab.crdt.YXmlFragment;
import io.collab.crdt.YXmlText;
import io.collab.crdt.lib0.Any;
import java.util.List;
import java.util.Map;

/** Commands on arrays, maps and XML. */
final class ListCommands {

    private ListCommands() {}

    static void addTo(Map<String, Command> commands) {
        addArrays(commands);
        addMaps(commands);
        addXml(commands);
    }

    private static void addArrays(Map<String, Command> commands) {
        commands.put("array.insert", (session, arguments) -> {
            YArray array = session.type(arguments, YArray.class);
            Session.requireRange(arguments.index("i"), 0, array.length());
            array.insert(arguments.index("i"), values(arguments));
            return Any.NULL;
        });
        commands.put("array.push", (session, arguments) -> {
            session.type(arguments, YArray.class).push(values(arguments));
            return Any.NULL;
        });
        commands.put("array.delete", (session, arguments) -> {
            YArray array = session.type(arguments, YArray.class);
            Session.requireRange(arguments.index("i"), arguments.index("n"), array.length());
            array.delete(arguments.index("i"), arguments.index("n"));
            return Any.NULL;
        });
    }

    private static void addMaps(Map<String, Command> commands) {
        commands.put("map.set", (session, arguments) -> {
            session.type(arguments, YMap.class).set(arguments.text("k"), Values.value(arguments.json("v")));
            return Any.NULL;
        });
        commands.put("map.delete", (session, arguments) -> {
            session.type(arguments, YMap.class).delete(arguments.text("k"));
            return Any.NULL;
        });
        commands.put("map.clear", (session, arguments) -> {
            session.type(arguments, YMap.class).clear();
            return Any.NULL;
        });
    }

    private static void addXml(Map<String, Command> commands) {
        commands.put("xml.insert", (session, arguments) -> {
            YXmlFragment parent = session.type(arguments, YXmlFragment.class);
            Session.requireRange(arguments.index("i"), 0, parent.length());
            parent.insert(arguments.index("i"), values(arguments));
            return Any.NULL;
        });
        commands.put("xml.delete", (session, arguments) -> {
            YXmlFragment parent = session.type(arguments, YXmlFragment.class);
            Session.requireRange(arguments.index("i"), arguments.index("n"), parent.length());
            parent.delete(arguments.index("i"), arguments.index("n"));
            return Any.NULL;
        });
        commands.put("xml.setAttr", (session, arguments) -> {
            YType node = node(session, arguments);
            YValue value = Values.value(arguments.json("v"));
            if (node instanceof YXmlElement element) {
                element.setAttribute(arguments.text("k"), value);
            } else {
                ((YText) node).setAttribute(arguments.text("k"), value);
            }
            return Any.NULL;
        });
        commands.put("xml.removeAttr", (session, arguments) -> {
            YType node = node(session, arguments);
            if (node instanceof YXmlElement element) {
                element.removeAttribute(arguments.text("k"));
            } else {
                ((YText) node).removeAttribute(arguments.text("k"));
            }
            return Any.NULL;
        });
    }

    /** Returns the element or text of a command: the types that have attributes. */
    private static YType node(Session session, Arguments arguments) {
        return session.type(arguments) instanceof YXmlElement element
                ? element
                : session.type(arguments, YXmlText.class);
    }

    private static List<YValue> values(Arguments arguments) {
        return Values.values(Arguments.list(arguments.json("vs")));
    }
}
