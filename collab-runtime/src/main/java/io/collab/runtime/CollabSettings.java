package io.collab.runtime;

import io.collab.spi.Setting;
import java.time.Duration;
import java.util.List;

/** The configuration keys of the runtime itself. Those of stores and buses are with their providers. */
public final class CollabSettings {
    static final Setting<String> STORE = Setting.text(
            "collab.store",
            "",
            "Which document store to use, by name. Needed when several are on the class path; with none, documents are kept"
                    + " in memory and a warning says so.");
    static final Setting<String> BUS = Setting.text(
            "collab.bus",
            "",
            "Which broadcast bus to use, by name. Needed when several are on the class path; with none, nodes find one"
                    + " another's changes by polling the store.");
    static final Setting<String> AUTH_MODE = Setting.text(
            "collab.auth.mode",
            "open",
            "Who may enter. `open`: everybody may read and write everything; only for trying out.");
    static final Setting<String> NODE = Setting.text(
            "collab.node", "", "The name of this node in records and logs, at most 64 characters; random when empty.");
    static final Setting<Integer> LANES = Setting.number(
            "collab.commit.lanes",
            2,
            1,
            64,
            "How many threads commit changes, each with a connection of its own to the store.");
    static final Setting<Integer> BATCH_ROWS =
            Setting.number("collab.commit.max-rows", 2_000, 1, 10_000, "The most changes in one commit to the store.");
    static final Setting<Integer> BATCH_BYTES = Setting.bytes(
            "collab.commit.max-bytes", "1MiB", 1 << 28, "About the most bytes in one commit to the store.");
    static final Setting<Integer> READERS = Setting.number(
            "collab.read.threads", 4, 1, 256, "How many threads read documents and gaps from the store.");
    static final Setting<Integer> READ_QUEUE = Setting.number(
            "collab.read.queue",
            10_000,
            1,
            1_000_000,
            "How many reads may wait; beyond that whoever opens a document is asked to come back later.");
    static final Setting<Integer> MAX_FRAME = Setting.bytes(
            "collab.connection.max-frame",
            "16MiB",
            1 << 29,
            "The most bytes of one message of a client; a larger one closes its connection with code 1009.");
    static final Setting<Integer> OUTBOX = Setting.bytes(
            "collab.connection.outbox",
            "16MiB",
            1 << 30,
            "The most bytes that wait for a client; one that falls behind further is closed with code 4513.");
    static final Setting<Integer> DOCUMENTS_PER_CONNECTION = Setting.number(
            "collab.connection.documents", 100, 1, 100_000, "The most documents open on one connection.");
    static final Setting<Integer> WAITING = Setting.bytes(
            "collab.document.buffer",
            "32MiB",
            1 << 30,
            "The most bytes of one document that wait for the store; beyond that its connections are closed with code 4503"
                    + " and clients come back with what was not saved.");
    static final Setting<Duration> IDLE = Setting.duration(
            "collab.document.idle-timeout", "PT30S", "How long a document stays loaded that nobody has open.");
    static final Setting<Integer> MAX_UPDATE = Setting.bytes(
            "collab.document.max-update",
            "16MiB",
            1 << 29,
            "The most bytes of one change; a larger one closes its connection with code 4413.");
    static final Setting<Duration> POLL = Setting.duration(
            "collab.ordering.poll", "PT5S", "How often the heads of open documents are looked up, as a safety net.");
    static final Setting<Duration> POLL_INTERRUPTED =
            Setting.duration("collab.ordering.poll-interrupted", "PT0.3S", "The same while the bus is down.");
    static final Setting<Duration> SHUTDOWN =
            Setting.duration("collab.shutdown-timeout", "PT10S", "How long a node that goes down waits for the store.");

    private CollabSettings() {}

    /** All keys, in the order of the documentation. */
    public static List<Setting<?>> all() {
        return List.of(
                STORE,
                BUS,
                AUTH_MODE,
                NODE,
                LANES,
                BATCH_ROWS,
                BATCH_BYTES,
                READERS,
                READ_QUEUE,
                MAX_FRAME,
                OUTBOX,
                DOCUMENTS_PER_CONNECTION,
                WAITING,
                IDLE,
                MAX_UPDATE,
                POLL,
                POLL_INTERRUPTED,
                SHUTDOWN);
    }
}
