package io.collab.benchmarks.crash;

import io.collab.benchmarks.load.FreshClient;
import io.collab.benchmarks.net.EventLoop;
import io.collab.benchmarks.server.Workspace;
import io.collab.benchmarks.wire.ClientWire;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * The rounds: writers write, the server is killed at a random time and restarted, its documents are read before any
 * writer reconnects and compared with the acknowledgements; then the writers reconnect and send what the server lacks.
 * For one run.
 */
final class KillNine implements AutoCloseable {
    private static final int JOIN_SECONDS = 60;
    private static final int READ_SECONDS = 60;
    private static final int SETTLE_SECONDS = 120;
    private static final int EARLIEST_MILLIS = 100;
    private static final int LATEST_MILLIS = 1_500;

    private final CrashPlan plan;
    private final PrintStream out;
    private final StateFile stateFile;
    private final CrashTarget target;
    private final EventLoop loop = new EventLoop();
    private final List<String> documents = new ArrayList<>();
    private final Ledger ledger;
    private final Crowd crowd;
    private Tally worst = Tally.NONE;

    KillNine(CrashPlan plan, Workspace workspace, PrintStream out) throws IOException {
        this.plan = plan;
        this.out = out;
        this.stateFile = new StateFile(plan.folder());
        this.target = new CrashTarget(plan, workspace);
        this.ledger = new Ledger(plan.documents(), plan.writers(), 1_000 + Math.abs(plan.seed() % 1_000_000) * 1_000);
        for (int i = 0; i < plan.documents(); i++) {
            documents.add("kill-nine-" + plan.seed() + "-" + i);
        }
        this.crowd = new Crowd(loop, ledger, documents, plan.rate());
    }

    /** Runs the remaining rounds of the plan; returns the worst tally. */
    Tally run() throws IOException, InterruptedException {
        int done = 0;
        boolean isResumed = stateFile.exists();
        if (isResumed) {
            StateFile.Progress progress = stateFile.read(plan, ledger);
            done = progress.rounds();
            worst = progress.worst();
            out.println("Resuming after round " + done + ".");
        }
        target.start();
        if (isResumed) {
            report("resumed", check(true));
        }
        for (int round = done + 1; round <= plan.rounds(); round++) {
            round(round);
            stateFile.write(plan, new StateFile.Progress(round, worst), ledger);
        }
        settle();
        return worst;
    }

    /** Returns the current documents, each as one update. */
    List<byte[]> contents() throws IOException {
        List<byte[]> contents = new ArrayList<>();
        for (String document : documents) {
            contents.add(FreshClient.read(loop, target.address(), ClientWire.Kind.HOCUSPOCUS, document, READ_SECONDS));
        }
        return contents;
    }

    @Override
    public void close() throws IOException {
        crowd.close();
        target.close();
        loop.close();
    }

    private void round(int round) throws IOException, InterruptedException {
        Random random = new Random(plan.seed() * 1_000_003 + round);
        int life = EARLIEST_MILLIS + random.nextInt(LATEST_MILLIS - EARLIEST_MILLIS);
        crowd.write(true);
        crowd.connect(target.address(), JOIN_SECONDS);
        TimeUnit.MILLISECONDS.sleep(life);
        if (target.isDead()) {
            throw new IOException("the server has ended by itself");
        }
        target.kill(random.nextBoolean());
        crowd.awaitGone(JOIN_SECONDS);
        crowd.write(false);
        long started = System.nanoTime();
        target.start();
        double seconds = (System.nanoTime() - started) / 1e9;
        Tally tally = check(false);
        report(
                String.format(
                        Locale.ROOT,
                        "round %3d/%d  killed after %4d ms, back in %4.1f s",
                        round,
                        plan.rounds(),
                        life,
                        seconds),
                tally);
    }

    /** Reconnects all writers, waits until everything is acknowledged, and checks that every token is present. */
    private void settle() throws IOException, InterruptedException {
        crowd.connect(target.address(), JOIN_SECONDS);
        Crowd.await(ledger::isSettled, SETTLE_SECONDS, "not everything was acknowledged");
        crowd.leave();
        Tally tally = check(false);
        if (tally.missing() > 0) {
            out.println(tally.missing() + " tokens that were acknowledged at the end are missing");
        }
        report("all are back, everything is acknowledged", tally);
        crowd.refusals().forEach(refusal -> out.println("a writer was refused: " + refusal));
    }

    private Tally check(boolean isResumed) throws IOException {
        Tally tally = ledger.check(contents(), isResumed);
        worst = worst.and(tally);
        return tally;
    }

    private void report(String what, Tally tally) {
        out.println(what + "  " + tally);
        out.flush();
    }
}
