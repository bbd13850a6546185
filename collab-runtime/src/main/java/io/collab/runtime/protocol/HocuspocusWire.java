package io.collab.runtime.protocol;

import io.collab.api.Access;
import io.collab.api.CollabException;
import io.collab.api.ProtocolException;
import io.collab.api.Update;
import io.collab.api.Version;
import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.lib0.Decoder;
import io.collab.crdt.lib0.Encoder;
import io.collab.spi.transport.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The wire protocol of npm {@code @hocuspocus/provider} 3 and 4: many documents a socket, named by an address in every frame. Version 2
 * works too, but cannot read that a document is closed (type 7).
 * The server sends its SyncStep1 together with its answer to the client's.
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
 * Types 4 (sync between servers) and 6 (broadcast between servers) are refused: clients do not send them.
 */
public final class HocuspocusWire implements WireProtocol {
    private static final int SYNC_BETWEEN_SERVERS = 4;
    private static final int STATELESS = 5;
    private static final int BROADCAST_BETWEEN_SERVERS = 6;
    private static final int CLOSE = 7;
    private static final int SYNC_STATUS = 8;
    private static final byte PING = 9;
    private static final byte PONG = 10;
    private static final int TOKEN = 0;
    private static final int DENIED = 1;
    private static final int AUTHENTICATED = 2;
    /** A document name has at most 255 characters, and a session id follows it; an address is sent with every message. */
    private static final int MAX_ADDRESS_LENGTH = 512;

    private static final byte[] EMPTY_PRESENCE = {0};
    /** The reason that the stock provider expects when it has closed a document itself. */
    private static final String CLOSED_BY_CLIENT = "provider_initiated";

    private static final String SAVING_STALLED = "{\"type\":\"collab.save\",\"state\":\"stalled\"}";
    private static final String SAVING_RESUMED = "{\"type\":\"collab.save\",\"state\":\"ok\"}";

    /** Whether the client has sent its version: providers from version 4 do, and only they understand a ping. */
    private boolean understandsPing;

    @Override
    public ClientMessage decode(Frame frame) {
        byte[] bytes = SyncFrames.binary(frame);
        if (bytes.length == 1 && bytes[0] == PONG) {
            return new ClientMessage.Pong();
        }
        Decoder in = new Decoder(bytes);
        String address = readAddress(in);
        try {
            return read(address, in);
        } catch (DecodeException unreadable) {
            return new ClientMessage.Unreadable(address, SyncFrames.bad(unreadable));
        } catch (ProtocolException unreadable) {
            return new ClientMessage.Unreadable(address, unreadable);
        }
    }

    private static String readAddress(Decoder in) {
        try {
            String address = in.readVarString();
            if (address.length() > MAX_ADDRESS_LENGTH) {
                throw SyncFrames.bad("an address has at most " + MAX_ADDRESS_LENGTH + " characters");
            }
            return address;
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
    public boolean singleDocument() {
        return false;
    }

    @Override
    public List<ServerMessage> welcome(Access access, Supplier<Version> version) {
        return List.of(new ServerMessage.Authenticated(access));
    }

    /** After the SyncStep2: some providers echo presence, and an echo must not arrive before the provider's own presence. */
    @Override
    public boolean sendsPresenceOnJoin() {
        return false;
    }

    @Override
    public List<ServerMessage> answerStep1(Supplier<Version> version, List<Update> parts) {
        List<ServerMessage> answer = new ArrayList<>(parts.size() + 1);
        answer.add(new ServerMessage.SyncStep1(version.get()));
        SyncFrames.addParts(answer, parts);
        return answer;
    }

    /** A provider of this wire ignores close codes; a socket without documents is closed so that it reconnects. */
    @Override
    public boolean endsSocket(CollabException reason, boolean othersOpen) {
        return reason.closeCode().retryable() && !othersOpen;
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
        if (type == SYNC_BETWEEN_SERVERS || type == BROADCAST_BETWEEN_SERVERS) {
            throw SyncFrames.unknown("message type", type);
        }
        return new ClientMessage.Unknown(address);
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
        if (SyncFrames.write(out, message)) {
            return;
        }
        if (message instanceof ServerMessage.KeepAlive) {
            SyncFrames.writePresence(out, EMPTY_PRESENCE);
        } else if (message instanceof ServerMessage.Saved saved) {
            out.writeVarUint(SYNC_STATUS);
            out.writeVarUint(saved.durable() ? 1 : 0);
        } else if (message instanceof ServerMessage.Authenticated authenticated) {
            writeAuth(out, AUTHENTICATED, authenticated.access().includes(Access.WRITE) ? "read-write" : "readonly");
        } else if (message instanceof ServerMessage.Denied denied) {
            writeAuth(out, DENIED, denied.reason());
        } else if (message instanceof ServerMessage.SavingStalled saving) {
            writeText(out, STATELESS, saving.stalled() ? SAVING_STALLED : SAVING_RESUMED);
        } else if (message instanceof ServerMessage.Left) {
            writeText(out, CLOSE, CLOSED_BY_CLIENT);
        } else if (message instanceof ServerMessage.Closed closed) {
            writeText(out, CLOSE, closed.code().code() + " " + closed.reason());
        }
    }

    private static void writeText(Encoder out, int type, String text) {
        out.writeVarUint(type);
        out.writeVarString(text);
    }

    private static void writeAuth(Encoder out, int kind, String text) {
        out.writeVarUint(SyncFrames.AUTH);
        out.writeVarUint(kind);
        out.writeVarString(text);
    }
}
