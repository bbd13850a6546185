package io.collab.crdt.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.crdt.Documents;
import io.collab.crdt.Seeds;
import io.collab.crdt.YDoc;
import io.collab.crdt.YText;
import io.collab.crdt.lib0.Any;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random edits at random positions of a long formatted text, in a document that maintains its position index and in one
 * that discards it before every edit. A failure prints the seed; -Dcollab.seed=N repeats it.
 */
class ListIndexPropertyTest {

    private static final int STEPS = 3_000;

    @Test
    void aMaintainedIndexEqualsANewOne() {
        Seeds.run(1, ListIndexPropertyTest::run);
    }

    private static void run(long seed) {
        Random random = new Random(seed);
        YDoc following = Documents.doc(1);
        YDoc forgetful = Documents.doc(1);
        YText text = following.getText("text");
        YText other = forgetful.getText("text");
        StringBuilder expected = new StringBuilder();
        for (int step = 0; step < STEPS; step++) {
            Documents.root(forgetful, "text").forgetPlaces();
            long edit = random.nextLong();
            edit(new Random(edit), text, expected);
            edit(new Random(edit), other, null);
            if (step % 500 == 499) {
                following.checkInvariants();
                assertThat(text.toString()).isEqualTo(expected.toString());
                assertThat(following.encodeStateAsUpdate()).isEqualTo(forgetful.encodeStateAsUpdate());
            }
        }
        assertThat(Documents.root(following, "text").index).isNotNull();
        assertThat(text.toDelta()).isEqualTo(other.toDelta());
    }

    private static void edit(Random random, YText text, StringBuilder expected) {
        int index = random.nextInt(text.length() + 1);
        int count = Math.min(random.nextInt(12), text.length() - index);
        switch (random.nextInt(6)) {
            case 0 -> {
                text.delete(index, count);
                if (expected != null) {
                    expected.delete(index, index + count);
                }
            }
            case 1 -> text.format(index, count, Map.of("bold", random.nextBoolean() ? new Any.Bool(true) : Any.NULL));
            case 2 -> text.format(index, count, Map.of("size", new Any.Num(random.nextInt(3))));
            default -> {
                String word = "word".repeat(1 + random.nextInt(2));
                text.insert(index, word);
                if (expected != null) {
                    expected.insert(index, word);
                }
            }
        }
    }
}
