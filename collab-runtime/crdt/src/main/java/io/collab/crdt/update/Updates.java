package io.collab.crdt.update;

import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.lib0.Decoder;
import io.collab.crdt.lib0.Encoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Functions on encoded updates that need no document, for format 1 and, with V2 in the name, format 2. Pure: any
 * thread, nothing is kept, arguments stay as they are. Results are byte for byte those of Yjs 13.6.
 */
public final class Updates {

    private static final DecodeLimits LIMITS = DecodeLimits.TRUSTED;
    private static final int COLUMNS = 9;

    private Updates() {}

    /**
     * Merges updates into one that has the same effect as all of them in any order. Cost n log k for n structs in k
     * updates.
     *
     * @param updates the updates; a single one is returned as it is
     * @throws DecodeException if one of several is malformed
     */
    public static byte[] merge(List<byte[]> updates) {
        return merge(updates, UpdateFormat.V1);
    }

    /**
     * Merges updates of format 2; see {@link #merge(List)}.
     *
     * @param updates the updates; a single one is returned as it is
     * @throws DecodeException if one of several is malformed
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
     * @param sources each before its first struct; read to the end
     * @param out without any struct
     * @throws DecodeException if an update is malformed
     */
    public static byte[] merge(List<StructCursor> sources, StructWriter out) {
        return new UpdateMerger(out).merge(sources);
    }

    /**
     * Leaves out of an update what a state vector covers. The delete set stays whole. What ids the structs name is not
     * looked at: {@link #validate} verifies more.
     *
     * @param update the update
     * @param stateVector what the receiver has
     * @throws DecodeException if one of them is malformed as far as it is read, or incomplete in any place
     */
    public static byte[] diff(byte[] update, byte[] stateVector) {
        return new UpdateCutter(update, LIMITS).cut(StateVectors.decode(stateVector));
    }

    /**
     * Leaves out of an update of format 2 what a state vector covers. The delete set stays whole.
     *
     * @param update the update
     * @param stateVector what the receiver has
     * @throws DecodeException if one of them is malformed
     */
    public static byte[] diffV2(byte[] update, byte[] stateVector) {
        return diff(UpdateFormat.V2.open(update, LIMITS), stateVector, UpdateFormat.V2.writer());
    }

    /**
     * Leaves out of an update of any format what a state vector covers. The delete set stays whole.
     *
     * @param cursor before the first struct; read to the end
     * @param stateVector what the receiver has
     * @param out without any struct
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
     * Returns the state vector of a document that has exactly this update: per client, what follows clock 0 without a
     * gap. Only what the answer needs is read: {@link #validate} verifies more.
     *
     * @param update the update
     * @throws DecodeException if it is malformed as far as it is read, or incomplete in any place
     */
    public static byte[] encodeStateVectorFromUpdate(byte[] update) {
        return stateVector(new StructScanner(update, LIMITS));
    }

    /**
     * Returns the state vector of a document that has exactly this update of format 2. State vectors have one format.
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
     * Returns which clocks an update has. Only what the answer needs is read: {@link #validate} verifies more.
     *
     * @param update the update
     * @throws DecodeException if it is malformed as far as it is read, or incomplete in any place
     */
    public static UpdateMeta meta(byte[] update) {
        return meta(new StructScanner(update, LIMITS));
    }

    /**
     * Returns which clocks an update of format 2 has.
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
     * Writes an update of format 1 in format 2.
     *
     * @param update the update
     * @throws DecodeException if it is malformed
     */
    public static byte[] convertV1ToV2(byte[] update) {
        return convert(UpdateFormat.V1.open(update, LIMITS), UpdateFormat.V2.writer());
    }

    /**
     * Writes an update of format 2 in format 1. In embeds and marks, what JSON cannot hold is lost.
     *
     * @param update the update
     * @throws DecodeException if it is malformed
     */
    public static byte[] convertV2ToV1(byte[] update) {
        return convert(UpdateFormat.V2.open(update, LIMITS), UpdateFormat.V1.writer());
    }

    /**
     * Hides what users wrote and keeps the structure, so that an update can be shown to others. What was deleted when
     * and by whom stays visible, and the names of the roots.
     *
     * @param update the update
     * @param options what to hide beside text and values
     * @throws DecodeException if it is malformed
     */
    public static byte[] obfuscate(byte[] update, ObfuscatorOptions options) {
        return obfuscate(update, options, UpdateFormat.V1);
    }

    /**
     * Hides what users wrote in an update of format 2; see {@link #obfuscate}.
     *
     * @param update the update
     * @param options what to hide beside text and values
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
     * @param limits what it may cost
     * @throws DecodeException if it is malformed or over budget
     */
    public static void validate(byte[] update, DecodeLimits limits) {
        validate(UpdateFormat.V1.open(update, limits));
    }

    /**
     * Verifies an update of format 2 completely.
     *
     * @param update the update
     * @param limits what it may cost
     * @throws DecodeException if it is malformed or over budget
     */
    public static void validateV2(byte[] update, DecodeLimits limits) {
        validate(UpdateFormat.V2.open(update, limits));
    }

    private static void validate(StructCursor cursor) {
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

    /**
     * Returns whether an update of format 2 holds neither structs nor deletions.
     *
     * @param update a well-formed update
     */
    public static boolean isEmptyV2(byte[] update) {
        Decoder in = new Decoder(update);
        in.readVarUint();
        for (int i = 0; i < COLUMNS; i++) {
            in.readRange();
        }
        return in.readVarUint() == 0 && in.readVarUint() == 0;
    }
}
