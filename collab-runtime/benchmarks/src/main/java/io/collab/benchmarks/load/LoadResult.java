package io.collab.benchmarks.load;

import io.collab.benchmarks.JsonLine;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The result of one run. Milliseconds count from the time an edit was due.
 *
 * @param server the name of the server
 * @param wire the protocol of the clients
 * @param workload the load
 * @param seconds the duration of the measured part
 * @param offered edits per second that were due
 * @param delivered edits that arrived at a peer, per second
 * @param updates messages with these edits, per second
 * @param delivery milliseconds until a peer received an edit
 * @param acknowledgement milliseconds until the writer received the acknowledgement; empty on a wire without them
 * @param serverCpu cores that the server used
 * @param databaseCpu cores that its database used, 0 when embedded
 * @param toolCpu cores that this tool used
 * @param lateMillis the delay of the tool's own sending, 99th percentile
 * @param serverMegabytes the server's maximum resident memory
 * @param databaseMegabytes that of its database
 * @param lost edits that a peer did not receive
 * @param duplicated edits that a peer received twice
 * @param refused the number of refused or closed clients and of edits answered as not saved
 * @param fault the difference between a new client's document and the sent edits, null if there is none
 * @param loadAverage of the machine at the end
 */
record LoadResult(
        String server,
        String wire,
        Workload workload,
        double seconds,
        double offered,
        double delivered,
        double updates,
        Quantiles delivery,
        @Nullable Quantiles acknowledgement,
        double serverCpu,
        double databaseCpu,
        double toolCpu,
        double lateMillis,
        long serverMegabytes,
        long databaseMegabytes,
        long lost,
        long duplicated,
        long refused,
        @Nullable String fault,
        String loadAverage) {

    /** A distribution in milliseconds. */
    record Quantiles(double p50, double p99, double max, long count) {
        static Quantiles ofMicros(Histogram histogram) {
            return new Quantiles(
                    histogram.getValueAtPercentile(50) / 1_000.0,
                    histogram.getValueAtPercentile(99) / 1_000.0,
                    histogram.getMaxValue() / 1_000.0,
                    histogram.getTotalCount());
        }
    }

    /** Returns the mean rate of edits that reached every peer, per second. */
    double kept() {
        return delivered / (workload.clients() - 1);
    }

    /** Returns deliveries per second of CPU time of the server's process. */
    double deliveriesPerCpuSecond() {
        return serverCpu == 0 ? 0 : delivered / serverCpu;
    }

    /** Returns the same, with the database's CPU time included. */
    double deliveriesPerAllCpuSecond() {
        return serverCpu == 0 ? 0 : delivered / (serverCpu + databaseCpu);
    }

    boolean isRight() {
        return lost == 0 && duplicated == 0 && refused == 0 && fault == null;
    }

    String json() {
        JsonLine line = new JsonLine()
                .put("server", server)
                .put("wire", wire)
                .put("run", workload.name())
                .put("documents", workload.documents())
                .put("clientsPerDocument", workload.clients())
                .put("editsPerClientSecond", workload.rate())
                .put("warmupSeconds", workload.warmup().toSeconds())
                .put("seconds", seconds)
                .put("offered", offered)
                .put("kept", kept())
                .put("delivered", delivered)
                .put("updates", updates)
                .put("p50", delivery.p50())
                .put("p99", delivery.p99())
                .put("max", delivery.max());
        if (acknowledgement != null) {
            line.put("ackP50", acknowledgement.p50()).put("ackP99", acknowledgement.p99());
            line.put("ackMax", acknowledgement.max()).put("acks", acknowledgement.count());
        }
        return line.put("serverCpu", serverCpu)
                .put("databaseCpu", databaseCpu)
                .put("deliveriesPerCpuSecond", deliveriesPerCpuSecond())
                .put("deliveriesPerAllCpuSecond", deliveriesPerAllCpuSecond())
                .put("serverMegabytes", serverMegabytes)
                .put("databaseMegabytes", databaseMegabytes)
                .put("toolCpu", toolCpu)
                .put("lateP99", lateMillis)
                .put("lost", lost)
                .put("duplicated", duplicated)
                .put("refused", refused)
                .put("converged", fault == null)
                .put("fault", fault)
                .put("loadAverage", loadAverage)
                .toString();
    }
}
