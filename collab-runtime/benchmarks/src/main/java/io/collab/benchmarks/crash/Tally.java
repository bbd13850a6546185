package io.collab.benchmarks.crash;

/**
 * The result of a check, in tokens.
 *
 * @param acknowledged acknowledged as saved, in all rounds so far
 * @param found in the documents, each counted once
 * @param lost acknowledged and not found
 * @param duplicated additional occurrences of tokens that were found more than once
 * @param vanished sent to another writer and not found
 * @param phantoms found, but created by no writer
 * @param gaps places where tokens in the middle of a writer's sequence are missing
 * @param missing created and not found; only the last check requires all tokens
 */
record Tally(
        long acknowledged,
        long found,
        long lost,
        long duplicated,
        long vanished,
        long phantoms,
        long gaps,
        long missing) {
    static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0, 0, 0);

    /** Returns the worse of both, number by number; {@code acknowledged} and {@code found} are the later one's. */
    Tally and(Tally later) {
        return new Tally(
                later.acknowledged,
                later.found,
                Math.max(lost, later.lost),
                Math.max(duplicated, later.duplicated),
                Math.max(vanished, later.vanished),
                Math.max(phantoms, later.phantoms),
                Math.max(gaps, later.gaps),
                later.missing);
    }

    /** Returns whether the check passed. */
    boolean isRight() {
        return lost == 0 && duplicated == 0 && vanished == 0 && phantoms == 0 && gaps == 0;
    }

    @Override
    public String toString() {
        String text = "acked " + acknowledged + "  found " + found + "  lost " + lost + "  duplicated " + duplicated;
        return vanished == 0 && phantoms == 0 && gaps == 0
                ? text
                : text + "  vanished " + vanished + "  phantoms " + phantoms + "  gaps " + gaps;
    }
}
