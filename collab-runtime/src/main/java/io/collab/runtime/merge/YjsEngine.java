package io.collab.runtime.merge;

import io.collab.api.CorruptDataException;
import io.collab.api.Update;
import io.collab.crdt.YDoc;
import io.collab.crdt.YDocOptions;
import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.update.DecodeLimits;
import io.collab.crdt.update.Updates;
import io.collab.spi.merge.Draft;
import io.collab.spi.merge.MergeEngine;
import io.collab.spi.merge.MergeOrder;
import io.collab.spi.merge.Replica;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The engine for Yjs documents: updates, state vectors and snapshots in the encoding of Yjs 13, version 1. Thread-safe.
 *
 * <p>Snapshot, format version 1:
 *
 * <pre>
 * version(1)=1 update      the whole state as one update, including pending structs and deletions
 * </pre>
 */
public final class YjsEngine implements MergeEngine {
    /** The name that is stored with documents. */
    public static final String NAME = "yjs";

    static final int FORMAT_VERSION = 1;

    /** The client id of a document's first content. Clients choose theirs at random, from 0 to 2^32-1. */
    static final long SEED_CLIENT_ID = 1;

    private static final long FIRST_CLIENT_ID = 2;

    private final DecodeLimits limits;
    private final LongAdder ignoredBytes = new LongAdder();

    /**
     * Creates an engine.
     *
     * @param limits the bounds for one update of a client
     */
    public YjsEngine(DecodeLimits limits) {
        this.limits = limits;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int formatVersion() {
        return FORMAT_VERSION;
    }

    @Override
    public MergeOrder order() {
        return MergeOrder.CAUSAL;
    }

    /**
     * Returns the number of bytes that followed the ends of received updates, since this engine was created. As in Yjs,
     * such updates are accepted; the bytes do not enter the log.
     */
    public long ignoredBytes() {
        return ignoredBytes.sum();
    }

    @Override
    public Replica open(byte @Nullable [] snapshot) {
        YjsReplica replica = new YjsReplica(limits, ignoredBytes);
        if (snapshot != null) {
            replica.restore(snapshot);
        }
        return replica;
    }

    @Override
    public Draft draft(byte @Nullable [] snapshot) {
        YDoc doc = new YDoc(YDocOptions.of(YjsEngine::randomClientId));
        if (snapshot != null) {
            YjsReplica.restore(doc, snapshot);
        }
        return new YjsDraft(doc);
    }

    @Override
    public Draft seed() {
        return new YjsDraft(new YDoc(YDocOptions.of(() -> SEED_CLIENT_ID)));
    }

    private static long randomClientId() {
        return clientId(ThreadLocalRandom.current().nextLong(1L << Integer.SIZE));
    }

    /** Returns a client id like those of clients, and different from that of first content. */
    static long clientId(long bits32) {
        return FIRST_CLIENT_ID + bits32 % ((1L << Integer.SIZE) - FIRST_CLIENT_ID);
    }

    @Override
    public Update merge(List<Update> updates) {
        if (updates.size() == 1) {
            return updates.get(0);
        }
        try {
            return Update.of(Updates.merge(updates.stream().map(Update::bytes).toList()));
        } catch (DecodeException unreadable) {
            throw new CorruptDataException("corrupt-update", "an update of the log cannot be read", unreadable);
        }
    }
}
