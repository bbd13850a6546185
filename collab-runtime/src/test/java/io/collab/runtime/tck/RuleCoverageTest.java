package io.collab.runtime.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.tck.BroadcastBusTck;
import io.collab.tck.DocumentStoreTck;
import io.collab.tck.MergeEngineTck;
import io.collab.tck.SequencerTck;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/spi.md and the kits contain the same rules, and names and numbers agree. */
class RuleCoverageTest {
    private static final Pattern RULE = Pattern.compile("\\*\\*(\\d{3})\\*\\* `(\\w+)`:");
    private static final Pattern NAME = Pattern.compile("(?:required|optional|stochastic)_[a-z]+(\\d{3})_[a-z]\\w+");

    @Test
    void theDocumentedRulesAreTheMethodsOfTheKits() throws IOException {
        List<String> methods = new ArrayList<>();
        for (Class<?> kit :
                List.of(SequencerTck.class, BroadcastBusTck.class, MergeEngineTck.class, DocumentStoreTck.class)) {
            methods.addAll(rulesOf(kit));
        }
        assertThat(documented().stream().map(rule -> rule.group(2))).containsExactlyInAnyOrderElementsOf(methods);
    }

    @Test
    void everyRuleHasTheUniqueNumberOfItsMethod() throws IOException {
        List<String> numbers = new ArrayList<>();
        for (MatchResult rule : documented()) {
            assertThat(rule.group(2)).matches(NAME).contains(rule.group(1));
            numbers.add(rule.group(1));
        }
        assertThat(numbers).doesNotHaveDuplicates().isSorted();
    }

    /** Returns the method names of the rules of a kit, including inherited ones. */
    static List<String> rulesOf(Class<?> kit) {
        return Arrays.stream(kit.getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(Method::getName)
                .toList();
    }

    private static List<MatchResult> documented() throws IOException {
        Path module = Path.of("").toAbsolutePath();
        Path docs = Files.exists(module.resolve("docs/spi.md")) ? module : module.getParent();
        return RULE.matcher(Files.readString(docs.resolve("docs/spi.md")).replace('\n', ' '))
                .results()
                .toList();
    }
}
