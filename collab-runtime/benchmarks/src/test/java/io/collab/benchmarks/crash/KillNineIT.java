package io.collab.benchmarks.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.collab.benchmarks.server.NodeMain;
import io.collab.benchmarks.server.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A short run of the command: edits that a node has acknowledged survive SIGKILL, and the check detects a faulty store.
 */
class KillNineIT {
    private static final List<String> QUICK = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m");

    @TempDir
    private Path folder;

    @Test
    void nothingAcknowledgedIsLostOnH2() throws Exception {
        assertThat(kill("h2", 3, false, NodeMain.class)).satisfies(KillNineIT::isRight);
    }

    @Test
    void nothingAcknowledgedIsLostOnPostgres() throws Exception {
        assumeLinux();
        assertThat(kill("postgres", 2, false, NodeMain.class)).satisfies(KillNineIT::isRight);
    }

    @Test
    void nothingAcknowledgedIsLostWhenPostgresIsKilledToo() throws Exception {
        assumeLinux();
        assertThat(kill("postgres", 1, true, NodeMain.class)).satisfies(KillNineIT::isRight);
    }

    @Test
    void aStoreThatAcknowledgesBeforeItCommitsIsCaught() throws Exception {
        assertThat(kill("h2", 3, false, HastyNode.class).lost()).isPositive();
    }

    private Tally kill(String store, int rounds, boolean killDatabase, Class<?> node)
            throws IOException, InterruptedException {
        CrashPlan.Launcher launcher = KillNineCommand.node(node.getName(), QUICK);
        CrashPlan plan = new CrashPlan("node", store, rounds, 20, 4, 25, 1, killDatabase, folder, launcher);
        try (KillNine killNine = new KillNine(plan, Workspace.beside(), System.out)) {
            return killNine.run();
        }
    }

    private static void isRight(Tally tally) {
        assertThat(tally.acknowledged()).isPositive();
        assertThat(tally.found()).isEqualTo(tally.acknowledged());
        assertThat(tally.missing()).isZero();
        assertThat(tally.isRight()).as(tally.toString()).isTrue();
    }

    /** The build has its binaries for Linux only. */
    private static void assumeLinux() {
        assumeThat(System.getProperty("os.name")).isEqualTo("Linux");
    }
}
