package io.collab.benchmarks.load;

import io.collab.benchmarks.wire.TypedText;
import io.collab.crdt.lib0.Decoder;
import io.collab.crdt.update.DecodeLimits;
import io.collab.crdt.update.StructCursor;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The check that a new client receives what all writers have typed: every character of each, once, in its order, and no
 * more.
 */
final class Convergence {
    private Convergence() {}

    /** Returns a description of the fault in a document, null if it has all that was sent, and no more. */
    static @Nullable String fault(LoadDocument document, TypedText text, byte[] content) {
        return fault(document, text, content, document::sent);
    }

    /**
     * Returns a description of the fault in a document, null if it is right.
     *
     * @param required the number of edits of a writer that must be present; those sent after them may be
     */
    static @Nullable String fault(LoadDocument document, TypedText text, byte[] content, IntUnaryOperator required) {
        StringBuilder[] typed = new StringBuilder[document.writers()];
        for (int writer = 0; writer < typed.length; writer++) {
            typed[writer] = new StringBuilder();
        }
        StructCursor cursor = new StructCursor(content, DecodeLimits.TRUSTED);
        while (cursor.next()) {
            int writer = document.writer(cursor.client());
            if (writer < 0 || cursor.content() != StructCursor.STRING) {
                return document.name() + ": something that no writer has typed";
            }
            if (cursor.clock() != typed[writer].length()) {
                return document.name() + ": a gap in front of clock " + cursor.clock() + " of writer " + writer;
            }
            Decoder in = new Decoder(cursor.array());
            in.position(cursor.contentAt());
            typed[writer].append(in.readVarString());
        }
        for (int writer = 0; writer < typed.length; writer++) {
            StringBuilder all = new StringBuilder();
            for (int edit = 0; edit < document.sent(writer); edit++) {
                all.append(text.characters(edit));
            }
            if (typed[writer].length() < required.applyAsInt(writer) * text.length()
                    || !all.toString().startsWith(typed[writer].toString())) {
                return document.name() + ": writer " + writer + " has typed " + all.length() + " characters, "
                        + typed[writer].length() + " are there";
            }
        }
        return null;
    }
}
