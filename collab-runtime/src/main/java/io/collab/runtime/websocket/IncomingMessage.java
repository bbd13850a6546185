package io.collab.runtime.websocket;

import io.collab.api.CloseCode;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The message of a client that is arriving. Memory grows with the bytes that have arrived, never with a length that is announced.
 * Not thread-safe; does not block.
 */
public final class IncomingMessage {
    private static final byte[] NOTHING = {};

    private final int maxBytes;
    private final ReceivingBudget.Share share;
    private byte[] bytes = NOTHING;
    private int size;

    IncomingMessage(int maxBytes, ReceivingBudget.Share share) {
        this.maxBytes = maxBytes;
        this.share = share;
    }

    /** Why bytes are not accepted. */
    public record Refusal(CloseCode code, String reason) {}

    /** Returns the number of bytes that have arrived. */
    public int size() {
        return size;
    }

    /**
     * Checks that a message may grow.
     *
     * @param more the number of bytes that are announced
     * @return null if it may
     */
    public @Nullable Refusal check(long more) {
        return more <= maxBytes - size
                ? null
                : new Refusal(CloseCode.MESSAGE_TOO_BIG, "a message has at most " + maxBytes + " bytes");
    }

    /** Returns the maximum size of a message, in bytes. */
    public int maxBytes() {
        return maxBytes;
    }

    /**
     * Makes room for bytes that have arrived.
     *
     * @param count the number of bytes, which {@link #check} has accepted
     * @param total the size of the whole message if it is known, otherwise {@link #maxBytes()}
     * @return null if {@link #buffer()} has room for them
     */
    public @Nullable Refusal reserve(int count, int total) {
        int needed = size + count;
        if (needed <= bytes.length) {
            return null;
        }
        long capacity = Math.max(needed, Math.max(bytes.length * 2L, ReceivingBudget.FREE_BYTES));
        capacity = Math.min(capacity, total);
        if (!share.hold(capacity)) {
            return new Refusal(CloseCode.TRY_AGAIN_LATER, "the server receives too much at the moment");
        }
        bytes = Arrays.copyOf(bytes, (int) capacity);
        return null;
    }

    /** Returns the array with the bytes; new ones are written from {@link #size()} on. */
    public byte[] buffer() {
        return bytes;
    }

    /** Adds bytes that were written to {@link #buffer()}. */
    public void added(int count) {
        size += count;
    }

    /** Returns the whole message and starts the next one. */
    public byte[] take() {
        byte[] whole = bytes.length == size ? bytes : Arrays.copyOf(bytes, size);
        discard();
        return whole;
    }

    /** Releases what has arrived. */
    public void discard() {
        bytes = NOTHING;
        size = 0;
        share.hold(0);
    }
}
