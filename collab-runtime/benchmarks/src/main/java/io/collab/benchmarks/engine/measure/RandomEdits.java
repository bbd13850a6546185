package io.collab.benchmarks.engine.measure;

import java.util.Random;

/** The random changes of the crdt-benchmarks suite, from a fixed seed. */
final class RandomEdits {
    /** The number of changes of a line. */
    static final int COUNT = 6_000;

    private final Random random = new Random(42);

    /** Returns a text of lower-case letters. */
    String word(int minLength, int maxLength) {
        StringBuilder word = new StringBuilder();
        for (int length = between(minLength, maxLength); length > 0; length--) {
            word.append((char) ('a' + random.nextInt(26)));
        }
        return word.toString();
    }

    /** Returns an integer from 0 to 2^31-2. */
    double number() {
        return random.nextInt(Integer.MAX_VALUE);
    }

    /** Appends single characters, or inserts each at the beginning. */
    Edits characters(boolean prepend) {
        Edits edits = new Edits();
        for (int i = 0; i < COUNT; i++) {
            edits.insert(prepend ? 0 : i, word(1, 1));
        }
        return edits;
    }

    /** Inserts one long text, and optionally deletes it. */
    Edits longText(boolean andDelete) {
        Edits edits = new Edits();
        edits.insert(0, word(COUNT, COUNT));
        if (andDelete) {
            edits.delete(0, COUNT);
        }
        return edits;
    }

    /** Inserts words at random positions of a text. */
    Edits words(int initialLength, int minLength, int maxLength) {
        Edits edits = new Edits();
        int length = initialLength;
        for (int i = 0; i < COUNT; i++) {
            String word = word(minLength, maxLength);
            edits.insert(between(0, length), word);
            length += word.length();
        }
        return edits;
    }

    /** Inserts and deletes at random positions, each as often as the other. */
    Edits insertsAndDeletes() {
        Edits edits = new Edits();
        int length = 0;
        for (int i = 0; i < COUNT; i++) {
            length += insertOrDelete(edits, between(0, length), length);
        }
        return edits;
    }

    /** Inserts a word at a random position, and inserts or deletes at the same one. */
    Edits wordsAndDeletes(int initialLength) {
        Edits edits = new Edits();
        int length = initialLength;
        for (int i = 0; i < COUNT; i++) {
            int index = between(0, length);
            String word = word(3, 9);
            edits.insert(index, word);
            length += word.length();
            length += insertOrDelete(edits, index, length);
        }
        return edits;
    }

    /** Inserts numbers into an array: at its end, at its beginning, or anywhere. */
    Edits numbers(Place place) {
        Edits edits = new Edits();
        for (int i = 0; i < COUNT; i++) {
            int index = switch (place) {
                case END -> i;
                case BEGINNING -> 0;
                case ANYWHERE -> between(0, i);
            };
            edits.insert(index, number());
        }
        return edits;
    }

    /** The position of inserted numbers. */
    enum Place {
        /** After all others. */
        END,
        /** Before all others. */
        BEGINNING,
        /** At random positions. */
        ANYWHERE
    }

    private int insertOrDelete(Edits edits, int index, int length) {
        if (index == length || random.nextBoolean()) {
            String word = word(2, 10);
            edits.insert(index, word);
            return word.length();
        }
        int count = between(1, Math.min(9, length - index));
        edits.delete(index, count);
        return -count;
    }

    private int between(int min, int max) {
        return min + random.nextInt(max - min + 1);
    }
}
