package io.collab.benchmarks.crash;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The tokens of all writers, and which of them a server has acknowledged or sent to others. Tokens of a writer are
 * numbered and acknowledged in order, so that three numbers per writer suffice. Written by the sockets' thread, read by
 * the check while no socket is open.
 */
final class Ledger {
    private final int documents;
    private final long firstClient;
    private final long[] made;
    private final long[] acknowledged;
    private final long[] seen;

    /** @param firstClient the Yjs client id of the first writer; the others follow */
    Ledger(int documents, int writers, long firstClient) {
        this.documents = documents;
        this.firstClient = firstClient;
        this.made = new long[writers];
        this.acknowledged = new long[writers];
        this.seen = new long[writers];
    }

    int writers() {
        return made.length;
    }

    int documents() {
        return documents;
    }

    /** Returns the document of a writer. */
    int document(int writer) {
        return writer % documents;
    }

    long client(int writer) {
        return firstClient + writer;
    }

    /** Returns the writer with a client id, -1 if there is none. */
    int writer(long client) {
        long writer = client - firstClient;
        return writer >= 0 && writer < made.length ? (int) writer : -1;
    }

    synchronized long made(int writer) {
        return made[writer];
    }

    synchronized long acknowledged(int writer) {
        return acknowledged[writer];
    }

    synchronized long seen(int writer) {
        return seen[writer];
    }

    /** Creates the next token; returns its number. */
    synchronized long make(int writer) {
        return made[writer]++;
    }

    /** Records that all tokens below this number are acknowledged. */
    synchronized void acknowledge(int writer, long below) {
        acknowledged[writer] = Math.max(acknowledged[writer], below);
    }

    /** Records that another writer has received all tokens below this number. */
    synchronized void see(int writer, long below) {
        seen[writer] = Math.max(seen[writer], below);
    }

    synchronized long acknowledged() {
        long sum = 0;
        for (long count : acknowledged) {
            sum += count;
        }
        return sum;
    }

    /** Returns whether all tokens are acknowledged. */
    synchronized boolean isSettled() {
        for (int writer = 0; writer < made.length; writer++) {
            if (acknowledged[writer] < made[writer]) {
                return false;
            }
        }
        return true;
    }

    /** Restores the numbers of a state file. */
    synchronized void restore(int writer, long madeBefore, long acknowledgedBefore, long seenBefore) {
        made[writer] = madeBefore;
        acknowledged[writer] = acknowledgedBefore;
        seen[writer] = seenBefore;
    }

    /**
     * Compares the ledger with the current documents.
     *
     * @param contents each document as one update, in order
     * @param isResumed whether the documents may hold tokens that were created after the state file was written
     */
    synchronized Tally check(List<byte[]> contents, boolean isResumed) {
        Map<String, Integer> counts = new HashMap<>();
        long gaps = 0;
        for (byte[] content : contents) {
            gaps += Tokens.visit(content, token -> counts.merge(token, 1, Integer::sum));
        }
        long found = counts.size();
        long duplicated = counts.values().stream().mapToLong(count -> count - 1).sum();
        long lost = 0;
        long vanished = 0;
        long missing = 0;
        long known = 0;
        for (int writer = 0; writer < made.length; writer++) {
            long number = 0;
            for (; number < made[writer] || isResumed && counts.containsKey(Tokens.text(writer, number)); number++) {
                if (counts.containsKey(Tokens.text(writer, number))) {
                    known++;
                } else {
                    missing++;
                    lost += number < acknowledged[writer] ? 1 : 0;
                    vanished += number < seen[writer] ? 1 : 0;
                }
            }
            made[writer] = number;
        }
        return new Tally(acknowledged(), found, lost, duplicated, vanished, found - known, gaps, missing);
    }
}
