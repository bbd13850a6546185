package io.collab.benchmarks.load;

import io.collab.benchmarks.MarkdownTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Results as a Markdown table. */
final class ResultTable {
    private static final String PEER = "hocuspocus";
    private static final List<String> HEAD = List.of(
            "run",
            "server",
            "wire",
            "offered/s",
            "kept/s",
            "p50 ms",
            "p99 ms",
            "ack p50",
            "ack p99",
            "delivered/s",
            "messages/s",
            "CPU",
            "DB CPU",
            "deliv/CPU-s",
            "with DB",
            "RSS MB",
            "lost",
            "dup",
            "right",
            "tool CPU",
            "late p99",
            "load avg");
    private static final List<String> RATIOS =
            List.of("run", "server", "wire", "p50", "p99", "ack p99", "deliv/CPU-s", "deliv/CPU-s with DB", "RSS");

    private ResultTable() {}

    /** Returns all results, one per line. */
    static String of(List<LoadResult> results) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        for (LoadResult result : results) {
            LoadResult.Quantiles ack = result.acknowledgement();
            rows.add(List.of(
                    result.workload().name(),
                    result.server(),
                    result.wire(),
                    whole(result.offered()),
                    whole(result.kept()),
                    two(result.delivery().p50()),
                    two(result.delivery().p99()),
                    ack == null ? "-" : two(ack.p50()),
                    ack == null ? "-" : two(ack.p99()),
                    whole(result.delivered()),
                    whole(result.updates()),
                    two(result.serverCpu()),
                    two(result.databaseCpu()),
                    whole(result.deliveriesPerCpuSecond()),
                    whole(result.deliveriesPerAllCpuSecond()),
                    Long.toString(result.serverMegabytes()),
                    Long.toString(result.lost()),
                    Long.toString(result.duplicated()),
                    result.isRight() ? "yes" : "NO",
                    two(result.toolCpu()),
                    two(result.lateMillis()),
                    result.loadAverage()));
        }
        return MarkdownTable.of(rows) + faults(results);
    }

    /** Returns each result divided by that of Hocuspocus in the same run; empty if that was not measured. */
    static String ratios(List<LoadResult> results) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(RATIOS);
        for (LoadResult result : results) {
            LoadResult peer = peer(results, result);
            if (peer == null || peer == result) {
                continue;
            }
            LoadResult.Quantiles ack = result.acknowledgement();
            LoadResult.Quantiles peerAck = peer.acknowledgement();
            rows.add(List.of(
                    result.workload().name(),
                    result.server(),
                    result.wire(),
                    two(result.delivery().p50() / peer.delivery().p50()),
                    two(result.delivery().p99() / peer.delivery().p99()),
                    ack == null || peerAck == null ? "-" : two(ack.p99() / peerAck.p99()),
                    two(result.deliveriesPerCpuSecond() / peer.deliveriesPerCpuSecond()),
                    two(result.deliveriesPerAllCpuSecond() / peer.deliveriesPerAllCpuSecond()),
                    two((double) result.serverMegabytes() / peer.serverMegabytes())));
        }
        return rows.size() == 1 ? "" : "Over @hocuspocus/server, same run:\n\n" + MarkdownTable.of(rows);
    }

    private static @Nullable LoadResult peer(List<LoadResult> results, LoadResult of) {
        for (LoadResult result : results) {
            if (result.server().equals(PEER) && result.workload().equals(of.workload())) {
                return result;
            }
        }
        return null;
    }

    private static String faults(List<LoadResult> results) {
        StringBuilder text = new StringBuilder();
        for (LoadResult result : results) {
            if (!result.isRight()) {
                text.append(result.server())
                        .append(", run ")
                        .append(result.workload().name());
                text.append(": refused ")
                        .append(result.refused())
                        .append("; ")
                        .append(result.fault())
                        .append('\n');
            }
        }
        return text.toString();
    }

    private static String whole(double value) {
        return String.format(Locale.ROOT, "%.0f", value);
    }

    private static String two(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
