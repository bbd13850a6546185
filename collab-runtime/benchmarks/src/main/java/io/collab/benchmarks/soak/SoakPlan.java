package io.collab.benchmarks.soak;

import io.collab.benchmarks.Options;
import io.collab.benchmarks.UsageException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The plan of a soak.
 *
 * @param host the loopback address of the server
 * @param editorJar the server
 * @param javaOptions the options of its JVM
 * @param pairs the number of pairs of well-behaved clients
 * @param attacks the attacks, in their order
 * @param share the duration of each attack, and of the quiet time before and after all of them
 */
record SoakPlan(
        InetAddress host, Path editorJar, List<String> javaOptions, int pairs, List<Attack> attacks, Duration share) {
    private static final int MAX_MINUTES = 24 * 60;
    private static final int MAX_PAIRS = 200;
    private static final Duration SHORTEST = Duration.ofSeconds(5);

    /** Documents that no client has open are unloaded soon, so that their memory counts as returned. */
    private static final List<String> JAVA_OPTIONS = List.of("-Xmx512m", "-Dcollab.document.idle-timeout=PT2S");

    /**
     * Reads the options.
     *
     * @param ownJar the editor's jar of this build
     * @throws UsageException if one is invalid, or the address is not a loopback address
     */
    static SoakPlan of(Options options, Path ownJar) {
        long minutes = bounded(options, "minutes", 30, MAX_MINUTES);
        long pairs = bounded(options, "pairs", 20, MAX_PAIRS);
        if (pairs % 2 != 0) {
            throw new UsageException("The option --pairs needs an even number: half of the pairs use each wire.");
        }
        String names = options.text("attacks");
        List<Attack> attacks = names == null ? Attack.all() : Attack.named(Arrays.asList(names.split(",", -1)));
        Duration share = Duration.ofMinutes(minutes).dividedBy(attacks.size() + 2L);
        if (share.compareTo(SHORTEST) < 0) {
            throw new UsageException(minutes + " minutes are too short for " + attacks.size()
                    + " attacks: each needs 5 seconds, as do the times before and after. Choose with --attacks.");
        }
        List<String> javaOptions = new ArrayList<>(JAVA_OPTIONS);
        String more = options.text("java-options", "").strip();
        javaOptions.addAll(more.isEmpty() ? List.of() : List.of(more.split(" +")));
        return new SoakPlan(
                loopback(options.text("host", "127.0.0.1")),
                Path.of(options.text("editor-jar", ownJar.toString())),
                List.copyOf(javaOptions),
                (int) pairs,
                attacks,
                share);
    }

    /** Returns the time for which well-behaved clients type, all phases together, with a second to spare for each. */
    Duration total() {
        return share.plusSeconds(1).multipliedBy(attacks.size() + 2L);
    }

    private static InetAddress loopback(String host) {
        try {
            List<InetAddress> found = List.of(InetAddress.getAllByName(host));
            if (found.stream().allMatch(InetAddress::isLoopbackAddress)) {
                return found.get(0);
            }
        } catch (UnknownHostException unknown) {
            throw new UsageException("There is no host " + host + ".", unknown);
        }
        throw new UsageException("The address " + host + " is refused: the soak attacks loopback addresses only.");
    }

    private static long bounded(Options options, String name, long otherwise, long most) {
        long value = options.number(name, otherwise);
        if (value < 1 || value > most) {
            throw new UsageException(
                    "The option --" + name + " is a number from 1 to " + most + ", not " + value + ".");
        }
        return value;
    }
}
