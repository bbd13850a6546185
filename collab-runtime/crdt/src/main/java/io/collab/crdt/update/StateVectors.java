package io.collab.crdt.update;

import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.lib0.DecodeException.Reason;
import io.collab.crdt.lib0.Decoder;
import io.collab.crdt.lib0.Encoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * State vectors: per client the clock before which everything is known.
 *
 * <pre>
 * state vector = varUint clients, (varUint client, varUint clock)*      written in descending order of clients
 * </pre>
 */
public final class StateVectors {

    private StateVectors() {}

    /**
     * Decodes a state vector.
     *
     * @param bytes the encoded form
     * @return client to clock, in the order of the bytes
     * @throws DecodeException if it is malformed or contains a client twice
     */
    public static Map<Long, Long> decode(byte[] bytes) {
        Decoder in = new Decoder(bytes);
        long count = in.readVarUint();
        Map<Long, Long> result = new LinkedHashMap<>();
        for (long i = 0; i < count; i++) {
            if (result.put(in.readVarUint(), in.readVarUint()) != null) {
                throw new DecodeException(Reason.DUPLICATE_CLIENT, "state vector with two clocks for one client");
            }
        }
        return result;
    }

    /**
     * Encodes a state vector.
     *
     * @param state client to clock
     */
    public static byte[] encode(Map<Long, Long> state) {
        List<Long> clients = new ArrayList<>(state.keySet());
        clients.sort((a, b) -> Long.compare(b, a));
        Encoder out = new Encoder(10 * clients.size() + 8);
        out.writeVarUint(clients.size());
        for (Long client : clients) {
            out.writeVarUint(client);
            out.writeVarUint(state.getOrDefault(client, 0L));
        }
        return out.toByteArray();
    }
}
