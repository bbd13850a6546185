package io.collab.benchmarks.load;

import java.util.concurrent.atomic.AtomicIntegerArray;

/** One document of a load: who types in it, and when each edit was due. */
final class LoadDocument {
    private final String name;
    private final long firstClient;
    private final long[][] due;
    private final AtomicIntegerArray sent;

    /**
     * A document that nobody has typed in yet.
     *
     * @param firstClient the Yjs client id of the first writer; the others follow
     * @param edits the most edits of one writer
     */
    LoadDocument(String name, long firstClient, int writers, int edits) {
        this.name = name;
        this.firstClient = firstClient;
        this.due = new long[writers][edits];
        this.sent = new AtomicIntegerArray(writers);
    }

    String name() {
        return name;
    }

    int writers() {
        return due.length;
    }

    /** The Yjs client id of a writer. */
    long client(int writer) {
        return firstClient + writer;
    }

    /** Which writer has this client id, -1 when none. */
    int writer(long client) {
        long writer = client - firstClient;
        return writer >= 0 && writer < due.length ? (int) writer : -1;
    }

    /** Notes that the next edit of a writer goes out; returns its number. By the sender's thread only. */
    int sending(int writer, long dueNanos) {
        int edit = sent.get(writer);
        due[writer][edit] = dueNanos;
        sent.lazySet(writer, edit + 1);
        return edit;
    }

    /** How many edits of a writer have gone out. */
    int sent(int writer) {
        return sent.get(writer);
    }

    /** When an edit was due, on the clock of {@link System#nanoTime()}. */
    long due(int writer, int edit) {
        sent.get(writer);
        return due[writer][edit];
    }
}
