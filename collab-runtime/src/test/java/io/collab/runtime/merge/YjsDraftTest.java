package io.collab.runtime.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collab.api.Update;
import io.collab.crdt.YDoc;
import io.collab.crdt.YDocOptions;
import io.collab.crdt.YMap;
import io.collab.crdt.YText;
import io.collab.crdt.YXmlElement;
import io.collab.crdt.YXmlFragment;
import io.collab.crdt.YXmlText;
import io.collab.crdt.lib0.Any;
import io.collab.crdt.update.DecodeLimits;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Replacing the content of a document by its difference. */
class YjsDraftTest {
    private final YjsEngine engine = new YjsEngine(DecodeLimits.DEFAULT);
    private final YDoc doc = new YDoc(YDocOptions.of(() -> 7));

    private @Nullable Update replacement(YDoc of, Consumer<YDoc> content) {
        byte[] state = of.encodeStateAsUpdate();
        byte[] snapshot = new byte[state.length + 1];
        snapshot[0] = YjsEngine.FORMAT_VERSION;
        System.arraycopy(state, 0, snapshot, 1, state.length);
        return engine.draft(snapshot).replace(YDoc.class, content);
    }

    private byte[] change(YDoc of, Consumer<YDoc> content) {
        return Objects.requireNonNull(replacement(of, content)).bytes();
    }

    private void replace(Consumer<YDoc> content) {
        doc.applyUpdate(change(doc, content));
    }

    private static Consumer<YDoc> text(String content) {
        return doc -> doc.getText("t").insert(0, content);
    }

    private static Consumer<YDoc> paragraphs(String... texts) {
        return doc -> {
            for (String text : texts) {
                YXmlElement paragraph = new YXmlElement("p");
                paragraph.push(List.of(new YXmlText(text)));
                doc.getXmlFragment("x").push(List.of(paragraph));
            }
        };
    }

    private static YText textOf(YXmlFragment fragment, int paragraph) {
        return (YText) ((YXmlElement) fragment.get(paragraph)).get(0);
    }

    @Test
    void theContentBecomesEqual() {
        Long only = Long.getLong("collab.seed");
        long first = only == null ? System.nanoTime() : only;
        for (long seed = first; seed < first + (only == null ? 50 : 1); seed++) {
            try {
                chainOfReplacements(seed);
            } catch (Throwable failure) {
                throw new AssertionError("-Dcollab.seed=" + seed, failure);
            }
        }
    }

    /** Two replicas, each replaced by other content at the same time, then one of them again. */
    private void chainOfReplacements(long seed) {
        Random random = new Random(seed);
        YDoc anna = new YDoc(YDocOptions.replica());
        YDoc ben = new YDoc(YDocOptions.replica());
        for (int i = 0; i < 4; i++) {
            Consumer<YDoc> content = variant(seed, random);
            Consumer<YDoc> other = variant(seed, random);
            List<byte[]> ofAnna = changes(anna, content);
            List<byte[]> ofBen = changes(ben, other);
            assertThat(changes(ben, content)).as("the same on both").containsExactlyElementsOf(ofAnna);
            Stream.of(ofAnna, ofBen).forEach(updates -> updates.forEach(anna::applyUpdate));
            Stream.of(ofBen, ofAnna).forEach(updates -> updates.forEach(ben::applyUpdate));
            assertThat(RandomContent.print(anna)).isEqualTo(RandomContent.print(ben));

            YDoc target = new YDoc(YDocOptions.of(() -> 3));
            content.accept(target);
            changes(anna, content).forEach(update -> {
                anna.applyUpdate(update);
                ben.applyUpdate(update);
            });
            anna.checkInvariants();
            assertThat(RandomContent.print(anna)).isEqualTo(RandomContent.print(target));
            assertThat(changes(ben, content)).as("again").isEmpty();
        }
    }

    private static Consumer<YDoc> variant(long structure, Random random) {
        long changes = random.nextLong();
        double share = random.nextDouble() * 0.3;
        return target -> new RandomContent(structure, changes, share).write(target);
    }

    private List<byte[]> changes(YDoc of, Consumer<YDoc> content) {
        return Stream.ofNullable(replacement(of, content)).map(Update::bytes).toList();
    }

    @Test
    void aChangedWordOfALargeTextIsASmallUpdate() {
        String words =
                IntStream.range(0, 18_000).mapToObj(i -> "word" + i % 100).collect(Collectors.joining(" "));
        assertThat(words.length()).isGreaterThan(100_000);
        text(words).accept(doc);
        String changed =
                words.substring(0, 50_000) + "new " + words.substring(50_000, 80_000) + words.substring(80_010);
        byte[] update = change(doc, text(changed));
        assertThat(update).hasSizeLessThan(60);
        doc.applyUpdate(update);
        assertThat(doc.getText("t")).hasToString(changed);
    }

    @Test
    void equalContentIsNotWritten() {
        Consumer<YDoc> content = target -> new RandomContent(1, 1, 0).write(target);
        content.accept(doc);
        assertThat(replacement(doc, content)).isNull();
        assertThat(replacement(new YDoc(YDocOptions.replica()), empty -> empty.getText("t")))
                .isNull();
    }

    @Test
    void whatIsTypedMeanwhileElsewhereStays() {
        text("The quick brown fox jumps over the lazy dog.").accept(doc);
        byte[] update = change(doc, text("The slow brown fox walks over the lazy dog."));
        doc.getText("t").insert(16, "red ");
        doc.getText("t").insert(doc.getText("t").length(), " The end.");
        doc.applyUpdate(update);
        assertThat(doc.getText("t")).hasToString("The slow brown red fox walks over the lazy dog. The end.");
    }

    @Test
    void whatIsAppendedToAReplacedWordFollowsTheNewOne() {
        text("one cat two").accept(doc);
        byte[] update = change(doc, text("one dog two"));
        doc.getText("t").insert(7, "s");
        doc.applyUpdate(update);
        assertThat(doc.getText("t")).hasToString("one dogs two");
    }

    @Test
    void equalReplacementsOfEqualDocumentsAreOne() {
        YDoc anna = new YDoc(YDocOptions.of(() -> 7));
        YDoc ben = new YDoc(YDocOptions.of(() -> 8));
        new RandomContent(5, 5, 0).write(anna);
        new RandomContent(6, 6, 0).write(ben);
        byte[] ofAnna = anna.encodeStateAsUpdate();
        anna.applyUpdate(ben.encodeStateAsUpdate());
        ben.applyUpdate(ofAnna);
        Consumer<YDoc> content = target -> new RandomContent(5, 1, 0.1).write(target);
        byte[] update = change(anna, content);
        assertThat(change(ben, content)).isEqualTo(update);
        anna.applyUpdate(update);
        anna.applyUpdate(change(ben, content));
        assertThat(replacement(anna, content)).isNull();
    }

    @Test
    void differentReplacementsAtTheSameTimeAreBothMerged() {
        text("one cat two").accept(doc);
        byte[] dog = change(doc, text("one dog two"));
        byte[] hen = change(doc, text("one hen two"));
        doc.applyUpdate(dog);
        doc.applyUpdate(hen);
        assertThat(doc.getText("t").toString()).isIn("one doghen two", "one hendog two");
        replace(text("one hen two"));
        assertThat(doc.getText("t")).hasToString("one hen two");
    }

    @Test
    void surrogatePairsAreNotCut() {
        text("a😀b").accept(doc); // both have the same first half
        replace(text("a😁b"));
        assertThat(doc.getText("t")).hasToString("a😁b");
    }

    @Test
    void textWithOtherFormattingIsNotWrittenAgain() {
        text("plain text that becomes bold").accept(doc);
        byte[] update = change(doc, target -> {
            target.getText("t").insert(0, "plain text that becomes ");
            target.getText("t").insert(24, "bold", Map.of("bold", Any.of(true)));
        });
        doc.getText("t").insert(26, "---");
        doc.applyUpdate(update);
        assertThat(doc.getText("t").toDelta().get(1).toString()).contains("bo---ld");
        assertThat(new String(update, StandardCharsets.ISO_8859_1)).doesNotContain("plain");
    }

    @Test
    void aSimilarParagraphIsChangedAndTheOthersStay() {
        paragraphs("The first paragraph.", "The second one is here.", "And a third, which is last.")
                .accept(doc);
        byte[] update = change(
                doc,
                paragraphs(
                        "The first paragraph.",
                        "The second one was here.",
                        "Something new.",
                        "And a third, which is the last."));
        YXmlFragment fragment = doc.getXmlFragment("x");
        textOf(fragment, 1).insert(11, "small ");
        textOf(fragment, 2).insert(6, "good ");
        doc.applyUpdate(update);
        assertThat(fragment)
                .hasToString("<p>The first paragraph.</p><p>The second small one was here.</p>"
                        + "<p>Something new.</p><p>And a good third, which is the last.</p>");
        assertThat(update).hasSizeLessThan(140);
    }

    @Test
    void aLargeInsertionBetweenChangesIsWrittenAlone() {
        String before = words("before", 1_000);
        String after = words("after", 1_000);
        String inserted = words("inserted", 2_000);
        text("Old start " + before + after + "old end").accept(doc);
        String changed = "New start " + before + inserted + after + "new end";
        byte[] update = change(doc, text(changed));
        assertThat(update).hasSizeLessThan(inserted.length() + 100);
        doc.applyUpdate(update);
        assertThat(doc.getText("t")).hasToString(changed);
    }

    private static String words(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i + " ").collect(Collectors.joining());
    }

    @Test
    void manyChangedParagraphsAreChangedInPlace() {
        String[] before = IntStream.range(0, 200).mapToObj(i -> "number " + i).toArray(String[]::new);
        paragraphs(before).accept(doc);
        byte[] update = change(
                doc, paragraphs(Arrays.stream(before).map(text -> text + "!").toArray(String[]::new)));
        textOf(doc.getXmlFragment("x"), 42).insert(0, "The ");
        doc.applyUpdate(update);
        assertThat(textOf(doc.getXmlFragment("x"), 42)).hasToString("The number 42!");
        assertThat(doc.getXmlFragment("x").length()).isEqualTo(200);
    }

    @Test
    void nestedMapsAreChangedInPlace() {
        YMap person = new YMap();
        person.set("name", "Anna");
        person.set("note", new YText("likes tea"));
        doc.getMap("m").set("person", person);
        byte[] update = change(doc, target -> {
            YMap changed = new YMap();
            changed.set("note", new YText("likes coffee"));
            target.getMap("m").set("person", changed);
        });
        ((YText) Objects.requireNonNull(person.get("note"))).insert(0, "Anna ");
        doc.applyUpdate(update);
        assertThat(doc.getMap("m").get("person")).isSameAs(person);
        assertThat(person.keys()).containsExactly("note");
        assertThat(person.get("note")).hasToString("Anna likes coffee");
    }

    @Test
    void rootsThatTheFunctionDoesNotRequestStay() {
        doc.getMap("settings").set("theme", "dark");
        text("old").accept(doc);
        doc.getArray("list").push(List.of(1));
        replace(target -> {
            target.getText("t").insert(0, "new");
            target.getArray("list");
        });
        assertThat(doc.getMap("settings").size()).isOne();
        assertThat(doc.getText("t")).hasToString("new");
        assertThat(doc.getArray("list").isEmpty()).isTrue();
    }

    @Test
    void anEarlierStateCanBeRestored() {
        text("The first version.").accept(doc);
        byte[] earlier = doc.encodeStateAsUpdate();
        replace(text("Another version."));
        assertThatThrownBy(() -> replace(target -> target.applyUpdate(earlier)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("type");
        replace(target -> {
            target.getText("t");
            target.applyUpdate(earlier);
        });
        assertThat(doc.getText("t")).hasToString("The first version.");
    }

    private static Consumer<YDoc> nested(int depth) {
        return target -> {
            YXmlFragment inner = target.getXmlFragment("x");
            for (int i = 0; i < depth; i++) {
                YXmlElement element = new YXmlElement("p");
                inner.push(List.of(element));
                inner = element;
            }
        };
    }

    @Test
    void deeplyNestedContentIsCompared() {
        Consumer<YDoc> deep = nested(5_000);
        deep.accept(doc);
        assertThat(replacement(doc, deep)).isNull();
        replace(paragraphs("flat"));
        assertThat(doc.getXmlFragment("x")).hasToString("<p>flat</p>");
    }

    @Test
    void whatCannotBeReplacedIsRefused() {
        doc.getArray("t").push(List.of(1));
        assertThatThrownBy(() -> replacement(doc, text("a text")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("other types");
        assertThatThrownBy(() -> replacement(doc, nested(300)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("256");
    }

    @Test
    void textWithoutCommonWordsIsReplaced() {
        String digits =
                new Random(1).ints(50_000, 0, 10).mapToObj(Integer::toString).collect(Collectors.joining(" "));
        String letters = new Random(2)
                .ints(50_000, 'a', 'k')
                .mapToObj(Character::toString)
                .collect(Collectors.joining(" "));
        text(digits + " common").accept(doc);
        replace(text(letters + " common"));
        assertThat(doc.getText("t")).hasToString(letters + " common");
    }
}
