package io.collab.benchmarks.wire;

import io.collab.crdt.lib0.Encoder;

/**
 * Edits of a typing writer: each appends some characters to the same writer's earlier ones, in the text {@code t}. Edit
 * k has exactly the clocks from k * length to (k + 1) * length of the writer's client id, so it can be identified
 * whatever a server merged or split.
 *
 * @param length characters in one edit
 */
public record TypedText(int length) {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz ";
    private static final int STRING = 4;
    private static final int HAS_ORIGIN = 0x80;

    /** Returns edit number k of a client, an update (v1) as Yjs writes it. */
    public byte[] edit(long client, long k) {
        long clock = k * length;
        Encoder out = new Encoder(32 + length);
        out.writeVarUint(1);
        out.writeVarUint(1);
        out.writeVarUint(client);
        out.writeVarUint(clock);
        if (clock == 0) {
            out.writeUint8(STRING);
            out.writeVarUint(1);
            out.writeVarString("t");
        } else {
            out.writeUint8(HAS_ORIGIN | STRING);
            out.writeVarUint(client);
            out.writeVarUint(clock - 1);
        }
        out.writeVarString(characters(k));
        out.writeVarUint(0);
        return out.toByteArray();
    }

    /** Returns the characters of edit number k. */
    public String characters(long k) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(LETTERS.charAt((int) ((k + i) % LETTERS.length())));
        }
        return text.toString();
    }
}
