package io.collab.benchmarks.engine.driver;

import io.collab.benchmarks.engine.driver.CommandException.Code;
import io.collab.crdt.Delta;
import io.collab.crdt.UndoManager;
import io.collab.crdt.YArray;
import io.collab.crdt.YDoc;
import io.collab.crdt.YMap;
import io.collab.crdt.YText;
import io.collab.crdt.YType;
import io.collab.crdt.YValue;
import io.collab.crdt.YXmlFragment;
import io.collab.crdt.lib0.Any;
import io.collab.crdt.sync.Awareness;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The objects that commands can name: documents, types in them, undo managers, presence tables. */
final class Session {
    private final Map<String, DocumentHandle> documents = new HashMap<>();
    private final Map<String, Undo> undoManagers = new HashMap<>();
    private final Map<String, Awareness> tables = new HashMap<>();

    /** An undo manager and the name of its document. */
    private record Undo(String document, UndoManager manager) {}

    /** Discards all objects. */
    void reset() {
        undoManagers.values().forEach(undo -> undo.manager.destroy());
        undoManagers.clear();
        documents.values().forEach(Session::end);
        documents.clear();
        tables.clear();
    }

    /** Registers a document under a name that is not in use. */
    void add(String name, YDoc document) {
        if (documents.containsKey(name)) {
            throw Arguments.bad("there is a document " + name + " already");
        }
        documents.put(name, new DocumentHandle(document, false));
    }

    /** Registers the document of a subdocument under a name. */
    void addSubdocument(String name, YDoc document) {
        documents.put(name, new DocumentHandle(document, true));
    }

    /** Removes the document of a command and its undo managers. */
    void drop(Arguments arguments) {
        DocumentHandle handle = handle(arguments);
        String name = arguments.text("doc");
        documents.remove(name);
        undoManagers.values().removeIf(undo -> {
            boolean ends = undo.document.equals(name);
            if (ends) {
                undo.manager.destroy();
            }
            return ends;
        });
        end(handle);
    }

    /** Destroys a document without a name; a subdocument stays in its outer document. */
    private static void end(DocumentHandle handle) {
        if (!handle.isSubdocument) {
            handle.document.destroy();
        }
    }

    /** Returns the handle of the document of a command. */
    DocumentHandle handle(Arguments arguments) {
        DocumentHandle handle = documents.get(arguments.text("doc"));
        if (handle == null) {
            throw new CommandException(Code.NO_DOC, "there is no document " + arguments.text("doc"));
        }
        return handle;
    }

    /** Returns the document of a command. */
    YDoc document(Arguments arguments) {
        return handle(arguments).document;
    }

    /** Registers the undo manager of a document under the name in a command. */
    void addUndoManager(Arguments arguments, UndoManager manager) {
        undoManagers.put(arguments.text("um"), new Undo(arguments.text("doc"), manager));
    }

    /** Returns the undo manager of a command. */
    UndoManager undoManager(Arguments arguments) {
        Undo undo = undoManagers.get(arguments.text("um"));
        if (undo == null) {
            throw Arguments.bad("there is no undo manager " + arguments.text("um"));
        }
        return undo.manager;
    }

    void addTable(String name, Awareness table) {
        tables.put(name, table);
    }

    /** Returns the presence table of a command. */
    Awareness table(Arguments arguments) {
        Awareness table = tables.get(arguments.text("aw"));
        if (table == null) {
            throw Arguments.bad("there is no presence table " + arguments.text("aw"));
        }
        return table;
    }

    /** Returns the type of a command. */
    YType type(Arguments arguments) {
        return type(document(arguments), arguments.json("t"));
    }

    /** Returns the type of a command; it must be of a certain kind. */
    <T extends YType> T type(Arguments arguments, Class<T> kind) {
        YType type = type(arguments);
        if (!kind.isInstance(type)) {
            throw noType("it is a " + Results.kind(type));
        }
        return kind.cast(type);
    }

    /** Returns the type at the end of a path. */
    static YType type(YDoc document, Any path) {
        List<Any> steps = Arguments.list(path);
        if (steps.isEmpty()) {
            throw Arguments.bad("the path is empty");
        }
        YType type = root(document, Arguments.text(steps.get(0)));
        for (Any step : steps.subList(1, steps.size())) {
            if (!(step(type, step) instanceof YType next)) {
                throw noType("the path leads to no type");
            }
            type = next;
        }
        return type;
    }

    /** Returns a root, named as {@code kind:name}. */
    static YType root(YDoc document, String root) {
        int colon = root.indexOf(':');
        String name = root.substring(colon + 1);
        try {
            return switch (root.substring(0, Math.max(colon, 0))) {
                case "text" -> document.getText(name);
                case "array" -> document.getArray(name);
                case "map" -> document.getMap(name);
                case "xml" -> document.getXmlFragment(name);
                default -> throw Arguments.bad("not a root: " + root);
            };
        } catch (IllegalStateException ofAnotherKind) {
            throw noType(String.valueOf(ofAnotherKind.getMessage()));
        }
    }

    /** Verifies that a range is within a type. */
    static void requireRange(int index, int count, int length) {
        if (index < 0 || count < 0 || index > length - count) {
            throw new CommandException(Code.OUT_OF_RANGE, index + "+" + count + " of " + length);
        }
    }

    private static @Nullable YValue step(YType type, Any step) {
        if (step instanceof Any.Text key) {
            return type instanceof YMap map ? map.get(key.value()) : null;
        }
        if (!(step instanceof Any.Num number) || number.value() < 0 || number.value() != (int) number.value()) {
            return null;
        }
        int index = (int) number.value();
        if (type instanceof YText text) {
            return embedded(text, index);
        } else if (type instanceof YArray array) {
            return index < array.length() ? array.get(index) : null;
        }
        return type instanceof YXmlFragment parent && index < parent.length() ? parent.get(index) : null;
    }

    private static @Nullable YValue embedded(YText text, int index) {
        int at = 0;
        for (Delta step : text.toDelta()) {
            if (step instanceof Delta.InsertText insert) {
                at += insert.text().length();
            } else if (step instanceof Delta.InsertValue insert && at++ == index) {
                return insert.value();
            }
        }
        return null;
    }

    private static CommandException noType(String message) {
        return new CommandException(Code.NO_TYPE, message);
    }
}
