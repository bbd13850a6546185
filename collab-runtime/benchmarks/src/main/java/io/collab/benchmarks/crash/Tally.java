package io.collab.benchmarks.crash;

/**
 * What a check has found, in tokens.
 *
 * @param acknowledged told to be saved, in all rounds so far
 * @param found in the documents, each counted once
 * @param lost acknowledged and not found
 * @param duplicated found more than once, every time but the first counted
 * @param vanished shown to another writer and not found
 * @param phantoms found though nobody made them
 * @param gaps places where something in the middle of a writer's tokens is missing
 * @param missing made and not found; only the last check asks for them all
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

    /** The worse of both, number by number; what was acknowledged and found is the later one's. */
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

    /** Whether every promise was kept. */
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
