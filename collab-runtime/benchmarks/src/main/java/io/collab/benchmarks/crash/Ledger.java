package io.collab.benchmarks.crash;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who has made which tokens, and which of them a server has acknowledged or shown to others. Tokens of a writer are numbered
 * and acknowledged in order, so that three numbers per writer say it all. Written by the sockets' thread, read by the check
 * when no socket is open.
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

    /** Which document a writer writes in. */
    int document(int writer) {
        return writer % documents;
    }

    long client(int writer) {
        return firstClient + writer;
    }

    /** The writer of a client id, -1 when none has it. */
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

    /** Makes the next token; returns its number. */
    synchronized long make(int writer) {
        return made[writer]++;
    }

    /** All tokens below this number are acknowledged. */
    synchronized void acknowledge(int writer, long below) {
        acknowledged[writer] = Math.max(acknowledged[writer], below);
    }

    /** Another writer was shown all tokens below this number. */
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

    /** Whether all that was made is acknowledged. */
    synchronized boolean isSettled() {
        for (int writer = 0; writer < made.length; writer++) {
            if (acknowledged[writer] < made[writer]) {
                return false;
            }
        }
        return true;
    }

    /** Puts back what a state file says. */
    synchronized void restore(int writer, long madeBefore, long acknowledgedBefore, long seenBefore) {
        made[writer] = madeBefore;
        acknowledged[writer] = acknowledgedBefore;
        seen[writer] = seenBefore;
    }

    /**
     * Compares with what is in the documents now.
     *
     * @param contents each document as one update, in order
     * @param isResumed whether tokens may be there that were made after the state file was written
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
