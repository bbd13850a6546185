package io.collab.benchmarks.load;

import java.util.concurrent.atomic.AtomicIntegerArray;

/** One document of a load: its writers, and the due time of each edit. */
final class LoadDocument {
    private final String name;
    private final long firstClient;
    private final long[][] due;
    private final AtomicIntegerArray sent;

    /**
     * Creates an empty document.
     *
     * @param firstClient the Yjs client id of the first writer; the others follow
     * @param edits the maximum number of edits of one writer
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

    /** Returns the Yjs client id of a writer. */
    long client(int writer) {
        return firstClient + writer;
    }

    /** Returns the writer with a client id, -1 if there is none. */
    int writer(long client) {
        long writer = client - firstClient;
        return writer >= 0 && writer < due.length ? (int) writer : -1;
    }

    /** Records that the next edit of a writer is sent; returns its number. On the sender's thread only. */
    int sending(int writer, long dueNanos) {
        int edit = sent.get(writer);
        due[writer][edit] = dueNanos;
        sent.lazySet(writer, edit + 1);
        return edit;
    }

    /** Returns the number of sent edits of a writer. */
    int sent(int writer) {
        return sent.get(writer);
    }

    /** Returns the due time of an edit, on the clock of {@link System#nanoTime()}. */
    long due(int writer, int edit) {
        sent.get(writer);
        return due[writer][edit];
    }
}
