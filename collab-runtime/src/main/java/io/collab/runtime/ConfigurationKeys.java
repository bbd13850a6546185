package io.collab.runtime;

import io.collab.api.Author;
import io.collab.runtime.commit.CommitLimits;
import io.collab.runtime.flow.ConnectionLimits;
import io.collab.runtime.ordering.OrderingLimits;
import io.collab.runtime.session.DocumentLimits;
import io.collab.runtime.session.DocumentTimeouts;
import io.collab.spi.Setting;
import java.time.Duration;
import java.util.List;

/**
 * The configuration keys of the runtime itself; stores and buses declare theirs in their providers. A default that limits a
 * package is declared there and only repeated here. Thread-safe: immutable.
 */
public final class ConfigurationKeys {
    private static final int MIB = 1 << 20;

    static final Setting<String> STORE = Setting.text(
            "collab.store",
            "",
            "Name of the document store. Required if several are on the class path; with none, documents are kept in memory"
                    + " and a warning is logged.");
    static final Setting<String> BUS = Setting.text(
            "collab.bus",
            "",
            "Name of the broadcast bus. Required if several are on the class path; with none, nodes find changes of other"
                    + " nodes by polling the store.");
    static final Setting<String> AUTH_MODE = Setting.text(
            "collab.auth.mode",
            "open",
            "Access mode. `open`: every client may read and write every document; only for evaluation.");
    static final Setting<String> NODE = new Setting<>(
            "collab.node",
            "Name of this node in records and logs, at most 64 characters; random if empty.",
            "",
            ConfigurationKeys::nodeName);
    static final Setting<Integer> LANES = Setting.number(
            "collab.commit.lanes",
            2,
            1,
            64,
            "Number of threads that commit changes, each with its own connection to the store.");
    static final Setting<Integer> BATCH_ROWS = Setting.number(
            "collab.commit.max-rows",
            CommitLimits.DEFAULTS.maxRows(),
            1,
            10_000,
            "Maximum number of changes in one commit to the store.");
    static final Setting<Integer> BATCH_BYTES = Setting.bytes(
            "collab.commit.max-bytes",
            bytes(CommitLimits.DEFAULTS.maxBytes()),
            1 << 28,
            "Approximate maximum size of one commit to the store.");
    static final Setting<Integer> READERS = Setting.number(
            "collab.read.threads", 4, 1, 256, "Number of threads that read documents and gaps from the store.");
    static final Setting<Integer> READ_QUEUE = Setting.number(
            "collab.read.queue",
            10_000,
            1,
            1_000_000,
            "Maximum number of reads that wait; beyond that, clients that open a document are asked to retry later.");
    static final Setting<Integer> MAX_FRAME = Setting.bytes(
            "collab.connection.max-frame",
            bytes(ConnectionLimits.DEFAULTS.maxFrameBytes()),
            1 << 29,
            "Maximum size of one message from a client; a larger one closes its document with code 4413.");
    static final Setting<Integer> MAX_SYNC = Setting.bytes(
            "collab.connection.max-sync",
            bytes(ConnectionLimits.DEFAULTS.maxSyncBytes()),
            1 << 29,
            "Maximum size of what a client has edited while it was offline, which it sends in one message; at most a sixteenth"
                    + " of the heap, unless `collab.connection.max-frame` is more. A larger one closes its connection with code"
                    + " 1009, with 4413 on the y-websocket wire.");
    static final Setting<WebSocketKind> WEB_SOCKET = new Setting<>(
            "collab.connection.websocket",
            "How WebSockets are served under Jakarta EE. `jakarta`: by the server; `upgrade`: by the runtime, on the upgrade of"
                    + " servlets; `auto`: `upgrade` on Payara and GlassFish, otherwise `jakarta`.",
            "auto",
            WebSocketKind::of);
    static final Setting<Integer> SEND_QUEUE = Setting.bytes(
            "collab.connection.send-queue",
            bytes(ConnectionLimits.DEFAULTS.outbound().queueBytes()),
            1 << 30,
            "Maximum number of bytes that wait for a client, with 256 more for each message; a client that lags further is"
                    + " closed with code 4513.");
    static final Setting<Integer> DOCUMENTS_PER_CONNECTION = Setting.number(
            "collab.connection.documents",
            ConnectionLimits.DEFAULTS.documents(),
            1,
            100_000,
            "Maximum number of documents open on one connection.");
    static final Setting<Integer> WAITING = Setting.bytes(
            "collab.document.buffer",
            bytes(DocumentLimits.DEFAULTS.waitingBytes()),
            1 << 30,
            "Maximum number of bytes of one document that wait for the store; beyond that its connections are closed with"
                    + " code 4503 and clients send again what was not saved.");
    static final Setting<Integer> MAX_DOCUMENT = new Setting<>(
            "collab.document.max-size",
            "Maximum size of a document, as a snapshot; if empty, a 32nd of the heap. A change that would make it larger closes the"
                    + " document for its client with code 4413. A document that exceeds it by more than a quarter is not loaded:"
                    + " its clients are closed with code 4413 until this limit is raised, and the heap with it, because a"
                    + " document needs a multiple of its size.",
            "",
            ConfigurationKeys::documentSize);
    static final Setting<Duration> LOAD = Setting.duration(
            "collab.document.load-timeout",
            DocumentTimeouts.DEFAULTS.load().toString(),
            "How long clients wait for a document that is loaded from the store; then they are asked to retry later (code"
                    + " 1013).");
    static final Setting<Duration> IDLE = Setting.duration(
            "collab.document.idle-timeout",
            DocumentTimeouts.DEFAULTS.idleUnload().toString(),
            "How long a document stays loaded that no client has open.");
    static final Setting<Integer> MAX_INSERTION = Setting.bytes(
            "collab.document.max-insertion",
            "16MiB",
            1 << 29,
            "Maximum size of what is inserted at once, such as a text or an embedded file; a larger one closes its document with"
                    + " code 4413.");
    static final Setting<Duration> POLL = Setting.duration(
            "collab.ordering.poll",
            OrderingLimits.DEFAULTS.pollInterval().toString(),
            "Interval at which the heads of open documents are polled, in case the bus has lost a message.");
    static final Setting<Duration> POLL_INTERRUPTED = Setting.duration(
            "collab.ordering.poll-interrupted",
            OrderingLimits.DEFAULTS.interruptedPollInterval().toString(),
            "The same interval while the bus is down.");
    static final Setting<Duration> SHUTDOWN = Setting.duration(
            "collab.shutdown-timeout", "PT10S", "How long a node that shuts down waits for the store.");

    private ConfigurationKeys() {}

    /** Returns all keys, in the order of the documentation. */
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
                WEB_SOCKET,
                MAX_FRAME,
                MAX_SYNC,
                SEND_QUEUE,
                DOCUMENTS_PER_CONNECTION,
                WAITING,
                MAX_DOCUMENT,
                LOAD,
                IDLE,
                MAX_INSERTION,
                POLL,
                POLL_INTERRUPTED,
                SHUTDOWN);
    }

    private static int documentSize(String text) {
        return text.isEmpty()
                ? DocumentLimits.DEFAULTS.documentBytes()
                : Setting.bytes("", "", 1 << 30, "").reader().apply(text);
    }

    private static String bytes(int count) {
        return count % MIB == 0 ? count / MIB + "MiB" : Integer.toString(count);
    }

    /** Checks the bound of {@link Author#node()}: with a longer name every edit would fail. */
    private static String nodeName(String text) {
        if (text.length() > Author.MAX_ID_LENGTH) {
            throw new IllegalArgumentException("expects at most " + Author.MAX_ID_LENGTH + " characters");
        }
        return text;
    }
}
