package io.collab.runtime.protocol;

import io.collab.api.Access;
import io.collab.api.CollabException;
import io.collab.api.Update;
import io.collab.api.Version;
import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.lib0.Decoder;
import io.collab.crdt.lib0.Encoder;
import io.collab.crdt.sync.SyncMessage;
import io.collab.spi.transport.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The wire protocol of npm {@code y-websocket} 1 to 3: one document a socket, named by the path. It has no acknowledgements; the
 * server begins with its SyncStep1.
 *
 * <pre>
 * frame := varUint type, body
 * type 0 sync        SyncMessage
 * type 1 awareness   varUint8Array(awareness update)
 * type 2 auth        varUint 0, varString reason           server to client
 * type 3 query       (nothing)
 * </pre>
 */
public final class YWebSocketWire implements WireProtocol {
    private static final byte[] EMPTY_UPDATE = {0, 0};

    @Override
    public ClientMessage decode(Frame frame) {
        try {
            Decoder in = new Decoder(SyncFrames.binary(frame));
            return read(in);
        } catch (DecodeException unreadable) {
            throw SyncFrames.bad(unreadable);
        }
    }

    @Override
    public @Nullable Frame encode(String address, ServerMessage message) {
        Encoder out = new Encoder();
        if (SyncFrames.write(out, message)) {
            return SyncFrames.frame(out);
        }
        if (message instanceof ServerMessage.Denied denied) {
            out.writeVarUint(SyncFrames.AUTH);
            out.writeVarUint(SyncFrames.PERMISSION_DENIED);
            out.writeVarString(denied.reason());
        } else if (message instanceof ServerMessage.KeepAlive) {
            SyncFrames.writeSync(out, new SyncMessage.Update(EMPTY_UPDATE));
        } else {
            return null;
        }
        return SyncFrames.frame(out);
    }

    @Override
    public String documentName(String address) {
        throw new IllegalStateException("the request names the document of this wire");
    }

    @Override
    public boolean singleDocument() {
        return true;
    }

    @Override
    public List<ServerMessage> welcome(Access access, Supplier<Version> version) {
        return List.of(new ServerMessage.SyncStep1(version.get()));
    }

    @Override
    public boolean sendsPresenceOnJoin() {
        return true;
    }

    @Override
    public List<ServerMessage> answerStep1(Supplier<Version> version, List<Update> parts) {
        List<ServerMessage> answer = new ArrayList<>(parts.size());
        SyncFrames.addParts(answer, parts);
        return answer;
    }

    @Override
    public boolean endsSocket(CollabException reason, boolean othersOpen) {
        return true;
    }

    private static ClientMessage read(Decoder in) {
        long type = in.readVarUint();
        if (type == SyncFrames.SYNC) {
            return SyncFrames.readSync("", in);
        }
        if (type == SyncFrames.PRESENCE) {
            return new ClientMessage.Presence("", in.readVarBytes());
        }
        if (type == SyncFrames.PRESENCE_QUERY) {
            return new ClientMessage.PresenceQuery("");
        }
        return new ClientMessage.Unknown("");
    }
}
