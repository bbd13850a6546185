package io.collab.runtime.protocol;

import io.collab.api.Access;
import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.lib0.Decoder;
import io.collab.crdt.lib0.Encoder;
import io.collab.crdt.sync.SyncMessage;
import io.collab.spi.transport.Frame;
import org.jspecify.annotations.Nullable;

/**
 * The wire of npm {@code @hocuspocus/provider} 2 to 4: many documents a socket, named by an address in every frame.
 *
 * <pre>
 * frame   := varString address, varUint type, body      or one byte: 09 ping, 0a pong
 * address := document name [U+0000 session id]
 * type 0 sync        SyncMessage
 * type 1 awareness   varUint8Array(awareness update)
 * type 2 auth        client: varUint 0, varString token [, varString version]
 *                    server: varUint 1, varString reason (denied) | varUint 2, varString scope (authenticated)
 * type 3 query       (nothing)
 * type 5 stateless   varString
 * type 7 close       client: (nothing), server: varString reason
 * type 8 status      varUint 1 saved, 0 not                 server to client
 * </pre>
 *
 * Types 4 (sync between servers) and 6 (broadcast between servers) are refused: a client has no business there.
 */
public final class HocuspocusWire implements WireProtocol {
    private static final Traits TRAITS = new Traits(true, true);
    private static final int STATELESS = 5;
    private static final int CLOSE = 7;
    private static final int SYNC_STATUS = 8;
    private static final byte PING = 9;
    private static final byte PONG = 10;
    private static final int TOKEN = 0;
    private static final int DENIED = 1;
    private static final int AUTHENTICATED = 2;
    private static final byte[] NOBODY = {0};

    /** Whether the client has said a version: providers from 4 on do, and they alone understand a ping. */
    private boolean understandsPing;

    @Override
    public ClientMessage decode(Frame frame) {
        byte[] bytes = SyncFrames.binary(frame);
        if (bytes.length == 1 && bytes[0] == PONG) {
            return new ClientMessage.Pong();
        }
        try {
            Decoder in = new Decoder(bytes);
            ClientMessage message = read(in.readVarString(), in);
            in.expectEnd();
            return message;
        } catch (DecodeException unreadable) {
            throw SyncFrames.bad(unreadable);
        }
    }

    @Override
    public @Nullable Frame encode(String address, ServerMessage message) {
        if (message instanceof ServerMessage.KeepAlive && understandsPing) {
            return new Frame.Binary(new byte[] {PING});
        }
        Encoder out = new Encoder();
        out.writeVarString(address);
        write(out, message);
        return SyncFrames.frame(out);
    }

    @Override
    public String documentName(String address) {
        int session = address.indexOf('\0');
        return session < 0 ? address : address.substring(0, session);
    }

    @Override
    public Traits traits() {
        return TRAITS;
    }

    private ClientMessage read(String address, Decoder in) {
        long type = in.readVarUint();
        if (type == SyncFrames.SYNC) {
            return SyncFrames.readSync(address, in);
        }
        if (type == SyncFrames.PRESENCE) {
            return new ClientMessage.Presence(address, in.readVarBytes());
        }
        if (type == SyncFrames.AUTH) {
            return readToken(address, in);
        }
        if (type == SyncFrames.PRESENCE_QUERY) {
            return new ClientMessage.PresenceQuery(address);
        }
        if (type == STATELESS) {
            return new ClientMessage.Stateless(address, in.readVarString());
        }
        if (type == CLOSE) {
            return new ClientMessage.Leave(address);
        }
        throw SyncFrames.unknown("message type", type);
    }

    private ClientMessage readToken(String address, Decoder in) {
        long kind = in.readVarUint();
        if (kind != TOKEN) {
            throw SyncFrames.unknown("auth message", kind);
        }
        String token = in.readVarString();
        String version = in.remaining() > 0 ? in.readVarString() : null;
        understandsPing |= version != null;
        return new ClientMessage.Authenticate(address, token, version);
    }

    private static void write(Encoder out, ServerMessage message) {
        if (message instanceof ServerMessage.SyncStep1 step1) {
            SyncFrames.writeSync(out, new SyncMessage.Step1(step1.version().bytes()));
        } else if (message instanceof ServerMessage.SyncStep2 step2) {
            SyncFrames.writeSync(out, new SyncMessage.Step2(step2.update().bytes()));
        } else if (message instanceof ServerMessage.Edit edit) {
            SyncFrames.writeSync(out, new SyncMessage.Update(edit.update().bytes()));
        } else if (message instanceof ServerMessage.Presence presence) {
            SyncFrames.writePresence(out, presence.bytes());
        } else if (message instanceof ServerMessage.KeepAlive) {
            SyncFrames.writePresence(out, NOBODY);
        } else if (message instanceof ServerMessage.Saved saved) {
            out.writeVarUint(SYNC_STATUS);
            out.writeVarUint(saved.durable() ? 1 : 0);
        } else if (message instanceof ServerMessage.Authenticated authenticated) {
            writeAuth(out, AUTHENTICATED, authenticated.access().includes(Access.WRITE) ? "read-write" : "readonly");
        } else if (message instanceof ServerMessage.Denied denied) {
            writeAuth(out, DENIED, denied.reason());
        } else if (message instanceof ServerMessage.Stateless stateless) {
            out.writeVarUint(STATELESS);
            out.writeVarString(stateless.payload());
        } else if (message instanceof ServerMessage.Closed closed) {
            out.writeVarUint(CLOSE);
            out.writeVarString(closed.reason());
        }
    }

    private static void writeAuth(Encoder out, int kind, String text) {
        out.writeVarUint(SyncFrames.AUTH);
        out.writeVarUint(kind);
        out.writeVarString(text);
    }
}
