package io.collab.runtime.flow;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Limits the bytes that were received and have not been processed yet: those of one peer, or the large messages of all. Thread-safe;
 * does not block.
 */
public final class InboundBudget {
    private final long maxBytes;
    private final AtomicLong heldBytes = new AtomicLong();

    /** @param maxBytes the maximum number of bytes that are held at a time */
    public InboundBudget(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Reserves bytes for one message.
     *
     * @return the reservation, which the component that finishes the message closes; null if the budget is exhausted
     */
    public @Nullable Reservation reserve(int bytes) {
        return reserve(bytes, null);
    }

    /**
     * Reserves bytes for one message in this budget beside another one.
     *
     * @param other a reservation for the same message, which is closed together with the new one, or at once if this budget is
     *     exhausted; null if there is none
     * @return the reservation; null if the budget is exhausted
     */
    public @Nullable Reservation reserve(int bytes, @Nullable Reservation other) {
        if (heldBytes.addAndGet(bytes) > maxBytes) {
            heldBytes.addAndGet(-bytes);
            if (other != null) {
                other.close();
            }
            return null;
        }
        return new Reservation(heldBytes, bytes, other);
    }

    /** Returns the number of bytes that are held now. */
    public long heldBytes() {
        return heldBytes.get();
    }

    /** The bytes of one message, returned to the budget when closed. Closing twice has no effect. Thread-safe. */
    public static final class Reservation implements AutoCloseable {
        private final AtomicLong heldBytes;
        private final int bytes;
        private final @Nullable Reservation other;
        private final AtomicBoolean open = new AtomicBoolean(true);

        private Reservation(AtomicLong heldBytes, int bytes, @Nullable Reservation other) {
            this.heldBytes = heldBytes;
            this.bytes = bytes;
            this.other = other;
        }

        /** Returns the number of reserved bytes. */
        public int bytes() {
            return bytes;
        }

        /** Returns whether the message counts in a budget of all connections, too. */
        public boolean isShared() {
            return other != null;
        }

        @Override
        public void close() {
            if (open.compareAndSet(true, false)) {
                heldBytes.addAndGet(-bytes);
                if (other != null) {
                    other.close();
                }
            }
        }
    }
}
