package io.collab.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collab.benchmarks.Options;
import io.collab.benchmarks.UsageException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The options of the soak. */
class SoakPlanTest {
    private static final Set<String> KNOWN =
            Set.of("minutes", "attacks", "pairs", "host", "editor-jar", "java-options");

    @Test
    void allAttacksShareHalfAnHourByDefault() {
        SoakPlan plan = plan();
        assertThat(plan.attacks())
                .extracting(Attack::name)
                .isEqualTo(Attack.all().stream().map(Attack::name).toList());
        assertThat(plan.share().multipliedBy(plan.attacks().size() + 2))
                .isBetween(Duration.ofMinutes(30).minusSeconds(1), Duration.ofMinutes(30));
        assertThat(plan.pairs()).isEqualTo(20);
        assertThat(plan.host().isLoopbackAddress()).isTrue();
        assertThat(plan.javaOptions()).contains("-Xmx512m");
        assertThat(plan.editorJar()).isEqualTo(Path.of("own.jar"));
    }

    @Test
    void attacksRunInTheChosenOrder() {
        SoakPlan plan = plan("--attacks", "herd,pings", "--minutes", "1", "--java-options", "-Xlog:gc  -Da=b");
        assertThat(plan.attacks()).extracting(Attack::name).containsExactly("herd", "pings");
        assertThat(plan.share()).isEqualTo(Duration.ofSeconds(15));
        assertThat(plan.javaOptions()).endsWith("-Xlog:gc", "-Da=b");
    }

    @Test
    void namesOfAttacksAreUniqueAndFitTheOption() {
        assertThat(Attack.all())
                .extracting(Attack::name)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z0-9-]+"));
        assertThat(Attack.all()).extracting(Attack::threads).allMatch(threads -> threads > 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-such-attack", "herd,herd", "", "herd,"})
    void anUnknownOrRepeatedAttackIsRefused(String names) {
        assertThatThrownBy(() -> plan("--attacks", names)).isInstanceOf(UsageException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "0.0.0.0", "::", "8.8.8.8", "169.254.1.1"})
    void anAddressOtherThanLoopbackIsRefused(String host) {
        assertThatThrownBy(() -> plan("--host", host))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("loopback addresses only");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "::1", "localhost"})
    void loopbackAddressesAreAccepted(String host) {
        assertThat(plan("--host", host).host().isLoopbackAddress()).isTrue();
    }

    @Test
    void aRawSocketGoesToLoopbackAddressesOnly() throws Exception {
        InetAddress other = InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1});
        assertThatThrownBy(() -> new RawSocket(new InetSocketAddress(other, 9), false, new LongAdder(), socket -> {}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--minutes=0", "--minutes=1441", "--pairs=0", "--pairs=202", "--pairs=3", "--minutes=x"})
    void numbersOutOfBoundsAreRefused(String option) {
        assertThatThrownBy(() -> plan(option)).isInstanceOf(UsageException.class);
    }

    @Test
    void aTimeThatIsTooShortForTheAttacksIsRefused() {
        assertThatThrownBy(() -> plan("--minutes", "1"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("too short");
    }

    private static SoakPlan plan(String... arguments) {
        return SoakPlan.of(Options.parse(List.of(arguments), KNOWN, Set.of("list")), Path.of("own.jar"));
    }
}
