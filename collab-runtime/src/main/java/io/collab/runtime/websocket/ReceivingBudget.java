package io.collab.runtime.websocket;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Limits the memory of all messages of a node that have begun to arrive and are not complete. The first bytes of a message are not
 * counted, so that short messages are received however many long ones are unfinished. Thread-safe; does not block.
 */
public final class ReceivingBudget {
    /** The number of bytes of one message that are not counted. */
    static final int FREE_BYTES = 64 << 10;

    private final long maxBytes;
    private final AtomicLong heldBytes = new AtomicLong();

    /** @param maxBytes the maximum number of counted bytes at a time */
    public ReceivingBudget(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Returns the share of a new connection. */
    Share share() {
        return new Share();
    }

    /** Returns the number of counted bytes. */
    public long heldBytes() {
        return heldBytes.get();
    }

    /** What one connection holds. Thread-safe: a socket may end while another thread reads it. */
    final class Share {
        private long counted;
        private boolean ended;

        private Share() {}

        /**
         * Changes the number of bytes that the connection holds.
         *
         * @return false if the budget is exhausted or the connection has ended: nothing has changed
         */
        synchronized boolean hold(long bytes) {
            long wanted = Math.max(0, bytes - FREE_BYTES);
            long more = wanted - counted;
            if (ended && more > 0) {
                return false;
            }
            if (heldBytes.addAndGet(more) > maxBytes && more > 0) {
                heldBytes.addAndGet(-more);
                return false;
            }
            counted = wanted;
            return true;
        }

        /** The connection has ended: it holds nothing from now on. */
        synchronized void end() {
            hold(0);
            ended = true;
        }
    }
}
