package io.collab.benchmarks.engine.measure;

import io.collab.crdt.YArray;
import io.collab.crdt.YDoc;
import io.collab.crdt.YDocOptions;
import io.collab.crdt.YText;
import java.util.ArrayList;
import java.util.List;

/** The documents of all lines: one text, one array, one map, each under a short name. */
final class Documents {
    /** The client id if one client edits. */
    static final long CLIENT = 1_234_567_890;

    static final String TEXT = "text";
    static final String ARRAY = "array";
    static final String MAP = "map";

    private Documents() {}

    /** Returns an empty document of a client that edits. */
    static YDoc editor(long client) {
        return new YDoc(YDocOptions.of(() -> client));
    }

    /** Returns an empty document that only integrates updates, as on a server. */
    static YDoc replica() {
        return new YDoc(YDocOptions.replica());
    }

    /** Returns a document with an integrated update. */
    static YDoc load(YDoc document, byte[] update) {
        document.applyUpdate(update);
        return document;
    }

    /** Applies the changes one by one. */
    static void run(YDoc document, Edits edits) {
        if (edits.ofArray()) {
            YArray array = document.getArray(ARRAY);
            for (Edits.Edit edit : edits.list()) {
                array.insert(edit.index(), List.of(edit.inserted()));
            }
            return;
        }
        YText text = document.getText(TEXT);
        for (Edits.Edit edit : edits.list()) {
            apply(text, edit);
        }
    }

    /** Applies one change of a text. */
    static void apply(YText text, Edits.Edit edit) {
        if (edit.deleted() > 0) {
            text.delete(edit.index(), edit.deleted());
        }
        String inserted = (String) edit.inserted();
        if (!inserted.isEmpty()) {
            text.insert(edit.index(), inserted);
        }
    }

    /** Returns the updates that a document emits while it is changed. */
    static List<byte[]> updatesOf(YDoc document, Runnable changes) {
        List<byte[]> updates = new ArrayList<>();
        Runnable stop = document.onUpdate((update, transaction) -> updates.add(update));
        changes.run();
        stop.run();
        return updates;
    }
}
