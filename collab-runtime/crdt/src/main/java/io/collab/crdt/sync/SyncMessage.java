package io.collab.crdt.sync;

import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.lib0.DecodeException.Reason;
import io.collab.crdt.lib0.Decoder;
import io.collab.crdt.lib0.Encoder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A message of the sync protocol. Only the envelope is decoded; the payload is not. Immutable as long as the payload is
 * not modified.
 *
 * <pre>
 * message = varUint type, varUint length, payload
 * type 0  SyncStep1: a state vector, the request for what the sender lacks
 * type 1  SyncStep2: an update, the answer to SyncStep1
 * type 2  Update:    an update without a request
 * </pre>
 */
public sealed interface SyncMessage {

    /** Type number of {@link Step1}. */
    int STEP_1 = 0;

    /** Type number of {@link Step2}. */
    int STEP_2 = 1;

    /** Type number of {@link Update}. */
    int UPDATE = 2;

    /** Returns the payload, not copied. */
    byte[] payload();

    /** Returns the type number. */
    int type();

    /**
     * The request for what the sender lacks.
     *
     * @param payload the state vector of the sender
     */
    record Step1(byte[] payload) implements SyncMessage {
        @Override
        public int type() {
            return STEP_1;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Step1 that && Arrays.equals(payload, that.payload);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(payload);
        }
    }

    /**
     * The answer to {@link Step1}.
     *
     * @param payload an update, possibly empty
     */
    record Step2(byte[] payload) implements SyncMessage {
        @Override
        public int type() {
            return STEP_2;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Step2 that && Arrays.equals(payload, that.payload);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(payload);
        }
    }

    /**
     * An update without a request.
     *
     * @param payload an update
     */
    record Update(byte[] payload) implements SyncMessage {
        @Override
        public int type() {
            return UPDATE;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Update that && Arrays.equals(payload, that.payload);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(payload);
        }
    }

    /**
     * Reads one message; the decoder is positioned after it.
     *
     * @param in positioned at the type number
     * @throws DecodeException if truncated or of an unknown type
     */
    static SyncMessage read(Decoder in) {
        long type = in.readVarUint();
        if (type > UPDATE) {
            throw new DecodeException(Reason.UNKNOWN_TAG, "unknown sync message type " + type);
        }
        byte[] payload = in.readVarBytes();
        if (type == STEP_1) {
            return new Step1(payload);
        }
        return type == STEP_2 ? new Step2(payload) : new Update(payload);
    }

    /**
     * Appends this message.
     *
     * @param out the output
     */
    default void write(Encoder out) {
        out.writeVarUint(type());
        out.writeVarBytes(payload());
    }

    /** Returns the encoded message. */
    default byte[] toByteArray() {
        Encoder out = new Encoder(payload().length + 8);
        write(out);
        return out.toByteArray();
    }
}
