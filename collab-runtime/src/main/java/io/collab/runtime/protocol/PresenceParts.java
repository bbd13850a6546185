package io.collab.runtime.protocol;

import io.collab.crdt.lib0.Decoder;
import io.collab.crdt.lib0.Encoder;
import java.util.ArrayList;
import java.util.List;

/**
 * An awareness update, divided into updates of a maximum size.
 *
 * @param updates the parts, which have the effect of the whole in any order; empty if no state fits
 * @param dropped the number of states that are larger than a part
 */
public record PresenceParts(List<byte[]> updates, int dropped) {
    /** The maximum size of the number of states with which an update begins, in bytes. */
    private static final int MAX_COUNT_BYTES = 5;

    /**
     * Divides an update that this node has encoded.
     *
     * @param maxBytes the maximum size of a part, in bytes
     * @throws io.collab.crdt.lib0.DecodeException if the update is unreadable
     */
    public static PresenceParts of(byte[] update, int maxBytes) {
        if (update.length <= maxBytes) {
            return new PresenceParts(List.of(update), 0);
        }
        int maxStates = maxBytes - MAX_COUNT_BYTES;
        List<byte[]> parts = new ArrayList<>();
        Encoder states = new Encoder();
        int count = 0;
        int dropped = 0;
        Decoder in = new Decoder(update);
        for (long left = in.readVarUint(); left > 0; left--) {
            int start = in.position();
            in.readVarUint();
            in.readVarUint();
            in.skip(in.readLength());
            int size = in.position() - start;
            if (size > maxStates) {
                dropped++;
                continue;
            }
            if (states.size() + size > maxStates) {
                parts.add(part(count, states));
                states.reset();
                count = 0;
            }
            states.writeBytes(update, start, size);
            count++;
        }
        if (count > 0) {
            parts.add(part(count, states));
        }
        return new PresenceParts(List.copyOf(parts), dropped);
    }

    private static byte[] part(int count, Encoder states) {
        Encoder out = new Encoder(states.size() + MAX_COUNT_BYTES);
        out.writeVarUint(count);
        out.writeBytes(states);
        return out.toByteArray();
    }
}
