package io.collab.crdt.update;

import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.lib0.Decoder;
import io.collab.crdt.lib0.Encoder;
import java.util.List;
import java.util.Map;

/**
 * Functions on encoded updates (v1) that need no document. Pure: any thread, nothing is kept, arguments stay as they
 * are. Results are byte for byte those of Yjs 13.6.
 */
public final class Updates {

    private Updates() {}

    /**
     * Merges updates into one that has the same effect as all of them in any order. Cost n log k for n structs in k
     * updates.
     *
     * @param updates the updates; a single one is returned as it is
     * @throws DecodeException if one of several is malformed
     */
    public static byte[] merge(List<byte[]> updates) {
        return updates.size() == 1 ? updates.get(0) : new UpdateMerger(DecodeLimits.TRUSTED).merge(updates);
    }

    /**
     * Leaves out of an update what a state vector covers. The delete set stays whole.
     *
     * @param update the update
     * @param stateVector what the receiver has
     * @throws DecodeException if one of them is malformed
     */
    public static byte[] diff(byte[] update, byte[] stateVector) {
        Map<Long, Long> state = StateVectors.decode(stateVector);
        StructCursor cursor = new StructCursor(update, DecodeLimits.TRUSTED);
        UpdateWriter out = new UpdateWriter();
        boolean more = cursor.next();
        while (more) {
            long client = cursor.client();
            long known = state.getOrDefault(client, 0L);
            if (cursor.content() == StructCursor.SKIP || cursor.clockEnd() <= known) {
                more = cursor.next();
                continue;
            }
            out.copy(cursor, Math.max(known - cursor.clock(), 0));
            while ((more = cursor.next()) && cursor.client() == client) {
                out.copy(cursor, 0);
            }
        }
        return out.toByteArray(cursor.readDeleteSet());
    }

    /**
     * Returns the state vector of a document that has exactly this update: per client, what follows clock 0 without a
     * gap.
     *
     * @param update the update
     * @throws DecodeException if it is malformed
     */
    public static byte[] encodeStateVectorFromUpdate(byte[] update) {
        StructCursor cursor = new StructCursor(update, DecodeLimits.TRUSTED);
        Encoder body = new Encoder();
        int size = 0;
        boolean more = cursor.next();
        while (more) {
            long client = cursor.client();
            long end = 0;
            boolean counting = cursor.clock() == 0;
            do {
                counting &= cursor.content() != StructCursor.SKIP;
                end = counting ? cursor.clockEnd() : end;
            } while ((more = cursor.next()) && cursor.client() == client);
            if (end > 0) {
                size++;
                body.writeVarUint(client);
                body.writeVarUint(end);
            }
        }
        cursor.readDeleteSet();
        Encoder out = new Encoder(body.size() + 8);
        out.writeVarUint(size);
        out.writeBytes(body);
        return out.toByteArray();
    }

    /**
     * Verifies an update completely.
     *
     * @param update the update
     * @param limits what it may cost
     * @throws DecodeException if it is malformed or over budget
     */
    public static void validate(byte[] update, DecodeLimits limits) {
        StructCursor cursor = new StructCursor(update, limits);
        while (cursor.next()) {
            // the cursor verifies what it passes
        }
        cursor.readDeleteSet();
    }

    /**
     * Returns whether an update holds neither structs nor deletions.
     *
     * @param update a well-formed update
     */
    public static boolean isEmpty(byte[] update) {
        Decoder in = new Decoder(update);
        return in.readVarUint() == 0 && in.readVarUint() == 0;
    }
}
