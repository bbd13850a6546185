package example;

import io.collab.crdt.Delta;
import io.collab.crdt.UndoManager;
import io.collab.crdt.UndoOptions;
import io.collab.crdt.YDoc;
import io.collab.crdt.YDocOptions;
import io.collab.crdt.YText;
import io.collab.crdt.lib0.Any;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;

/** Creates a document, edits and observes it, undoes a change, and writes the document for npm yjs. */
public final class FirstDocument {

    public static void main(String... arguments) throws IOException {
        SecureRandom random = new SecureRandom();
        YDoc doc = new YDoc(YDocOptions.of(() -> Integer.toUnsignedLong(random.nextInt())));
        YText text = doc.getText("body");

        text.observe(event -> System.out.println(event.delta()));
        UndoManager undo = new UndoManager(List.of(text), UndoOptions.of(System::currentTimeMillis));

        text.insert(0, "Hello, world");
        text.format(0, 5, Map.of("bold", Any.of(true)));
        doc.getMap("meta").set("title", "First");
        doc.getArray("tags").push(List.of("a", 1, true));

        undo.stopCapturing();
        text.delete(5, 7);
        undo.undo();

        List<Delta> content = text.toDelta();
        System.out.println(content);

        Files.write(Path.of(arguments[0]), doc.encodeStateAsUpdate());
    }
}
