package io.collab.crdt.update;

import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.lib0.Decoder;
import io.collab.crdt.lib0.Encoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Functions on encoded updates without a document, for format 1 and, with V2 in the name, format 2. Stateless and
 * thread-safe; arguments are not modified. The results are byte for byte those of Yjs 13.6.
 */
public final class Updates {

    private static final DecodeLimits LIMITS = DecodeLimits.TRUSTED;

    private Updates() {}

    /**
     * Merges updates into one with the same effect as all of them in any order. The cost is n log k for n structs in k
     * updates.
     *
     * @param updates the updates; a single one is returned unchanged
     * @throws DecodeException if one of several updates is malformed
     */
    public static byte[] merge(List<byte[]> updates) {
        return merge(updates, UpdateFormat.V1);
    }

    /**
     * Merges updates of format 2; see {@link #merge(List)}.
     *
     * @param updates the updates; a single one is returned unchanged
     * @throws DecodeException if one of several updates is malformed
     */
    public static byte[] mergeV2(List<byte[]> updates) {
        return merge(updates, UpdateFormat.V2);
    }

    private static byte[] merge(List<byte[]> updates, UpdateFormat format) {
        if (updates.size() == 1) {
            return updates.get(0);
        }
        List<StructCursor> sources = new ArrayList<>(updates.size());
        for (byte[] update : updates) {
            sources.add(format.open(update, LIMITS));
        }
        return merge(sources, format.writer());
    }

    /**
     * Merges updates of any formats into one.
     *
     * @param sources cursors before their first struct; read to the end
     * @param out a writer without structs
     * @throws DecodeException if an update is malformed
     */
    public static byte[] merge(List<StructCursor> sources, StructWriter out) {
        return new UpdateMerger(out).merge(sources);
    }

    /**
     * Removes the structs that a state vector covers from an update; the delete set is kept. Ids to which structs refer
     * are not verified; {@link #validate} verifies more.
     *
     * @param update the update
     * @param stateVector the state vector of the receiver
     * @throws DecodeException if an argument is incomplete, or malformed in a part that is read
     */
    public static byte[] diff(byte[] update, byte[] stateVector) {
        return new UpdateCutter(update, LIMITS).cut(StateVectors.decode(stateVector));
    }

    /**
     * Removes the structs that a state vector covers from an update of format 2; the delete set is kept.
     *
     * @param update the update
     * @param stateVector the state vector of the receiver
     * @throws DecodeException if one of them is malformed
     */
    public static byte[] diffV2(byte[] update, byte[] stateVector) {
        return diff(UpdateFormat.V2.open(update, LIMITS), stateVector, UpdateFormat.V2.writer());
    }

    /**
     * Removes the structs that a state vector covers from an update of any format; the delete set is kept.
     *
     * @param cursor a cursor before the first struct; read to the end
     * @param stateVector the state vector of the receiver
     * @param out a writer without structs
     * @throws DecodeException if one of the inputs is malformed
     */
    public static byte[] diff(StructCursor cursor, byte[] stateVector, StructWriter out) {
        Map<Long, Long> state = StateVectors.decode(stateVector);
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
     * Returns the state vector of a document with exactly this update: per client, the clocks from 0 on without a gap.
     * Only the parts that the result needs are read; {@link #validate} verifies more.
     *
     * @param update the update
     * @throws DecodeException if it is incomplete, or malformed in a part that is read
     */
    public static byte[] encodeStateVectorFromUpdate(byte[] update) {
        return stateVector(new StructScanner(update, LIMITS));
    }

    /**
     * Returns the state vector of a document with exactly this update of format 2. State vectors have one format.
     *
     * @param update the update
     * @throws DecodeException if it is malformed
     */
    public static byte[] encodeStateVectorFromUpdateV2(byte[] update) {
        return stateVector(StructScanner.ofV2(update, LIMITS));
    }

    private static byte[] stateVector(StructScanner in) {
        Encoder body = new Encoder();
        int size = 0;
        boolean more = in.nextRun();
        while (more) {
            long client = in.client;
            long end = 0;
            do {
                if (in.clock == end && !in.isSkip()) {
                    end = in.clock + in.length;
                }
            } while ((more = in.nextRun()) && in.client == client);
            if (end > 0) {
                size++;
                body.writeVarUint(client);
                body.writeVarUint(end);
            }
        }
        in.skipDeletions();
        Encoder out = new Encoder(body.size() + 8);
        out.writeVarUint(size);
        out.writeBytes(body);
        return out.toByteArray();
    }

    /**
     * Returns the clocks of an update. Only the parts that the result needs are read; {@link #validate} verifies more.
     *
     * @param update the update
     * @throws DecodeException if it is incomplete, or malformed in a part that is read
     */
    public static UpdateMeta meta(byte[] update) {
        return meta(new StructScanner(update, LIMITS));
    }

    /**
     * Returns the clocks of an update of format 2.
     *
     * @param update the update
     * @throws DecodeException if it is malformed
     */
    public static UpdateMeta metaV2(byte[] update) {
        return meta(StructScanner.ofV2(update, LIMITS));
    }

    private static UpdateMeta meta(StructScanner in) {
        Map<Long, Long> from = new LinkedHashMap<>();
        Map<Long, Long> to = new LinkedHashMap<>();
        boolean more = in.nextRun();
        while (more) {
            long client = in.client;
            long end;
            from.put(client, in.clock);
            do {
                end = in.clock + in.length;
            } while ((more = in.nextRun()) && in.client == client);
            to.put(client, end);
        }
        in.skipDeletions();
        return new UpdateMeta(from, to);
    }

    /**
     * Converts an update of format 1 to format 2.
     *
     * @param update the update
     * @throws DecodeException if it is malformed
     */
    public static byte[] convertV1ToV2(byte[] update) {
        return convert(UpdateFormat.V1.open(update, LIMITS), UpdateFormat.V2.writer());
    }

    /**
     * Converts an update of format 2 to format 1. In embeds and marks, values that JSON cannot represent are lost.
     *
     * @param update the update
     * @throws DecodeException if it is malformed
     */
    public static byte[] convertV2ToV1(byte[] update) {
        return convert(UpdateFormat.V2.open(update, LIMITS), UpdateFormat.V1.writer());
    }

    /**
     * Replaces the content written by users and keeps the structure, so that an update can be shown to other people.
     * The deletions with their clients, and the names of the roots, remain visible.
     *
     * @param update the update
     * @param options the parts to be replaced in addition to text and values
     * @throws DecodeException if it is malformed
     */
    public static byte[] obfuscate(byte[] update, ObfuscatorOptions options) {
        return obfuscate(update, options, UpdateFormat.V1);
    }

    /**
     * Replaces the content written by users in an update of format 2; see {@link #obfuscate}.
     *
     * @param update the update
     * @param options the parts to be replaced in addition to text and values
     * @throws DecodeException if it is malformed
     */
    public static byte[] obfuscateV2(byte[] update, ObfuscatorOptions options) {
        return obfuscate(update, options, UpdateFormat.V2);
    }

    private static byte[] obfuscate(byte[] update, ObfuscatorOptions options, UpdateFormat format) {
        byte[] hidden = new Obfuscator(format.open(update, LIMITS), options).run();
        return convert(UpdateFormat.UNFOLDED.open(hidden, LIMITS), format.writer());
    }

    private static byte[] convert(StructCursor cursor, StructWriter out) {
        while (cursor.next()) {
            out.copy(cursor, 0);
        }
        return out.toByteArray(cursor.readDeleteSet());
    }

    /**
     * Verifies an update completely.
     *
     * @param update the update
     * @param limits bounds
     * @throws DecodeException if it is malformed or exceeds the limits
     */
    public static void validate(byte[] update, DecodeLimits limits) {
        validate(UpdateFormat.V1.open(update, limits));
    }

    /**
     * Verifies an update of format 2 completely.
     *
     * @param update the update
     * @param limits bounds
     * @throws DecodeException if it is malformed or exceeds the limits
     */
    public static void validateV2(byte[] update, DecodeLimits limits) {
        validate(UpdateFormat.V2.open(update, limits));
    }

    private static void validate(StructCursor cursor) {
        while (cursor.next()) {
            // next() verifies the struct
        }
        cursor.readDeleteSet();
    }

    /**
     * Returns whether an update has neither structs nor deletions.
     *
     * @param update a well-formed update
     */
    public static boolean isEmpty(byte[] update) {
        Decoder in = new Decoder(update);
        return in.readVarUint() == 0 && in.readVarUint() == 0;
    }

    /**
     * Returns whether an update of format 2 has neither structs nor deletions.
     *
     * @param update a well-formed update
     */
    public static boolean isEmptyV2(byte[] update) {
        Decoder in = new Decoder(update);
        in.readVarUint();
        for (int i = 0; i < ColumnReader.COLUMNS; i++) {
            in.readRange();
        }
        return in.readVarUint() == 0 && in.readVarUint() == 0;
    }
}
