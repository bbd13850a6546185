package io.collab.benchmarks.wire;

import io.collab.crdt.lib0.Decoder;
import io.collab.crdt.lib0.Encoder;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** The protocol of a client of one document. Immutable. */
public final class ClientWire {
    private static final byte[] NOTHING_YET = {0};
    private static final byte[] PONG = {10};
    private static final String VERSION = "4.8.0";
    private static final int SYNC = 0;
    private static final int AUTH = 2;
    private static final int CLOSE = 7;
    private static final int SYNC_STATUS = 8;
    private static final int PING = 9;
    private static final int DENIED = 1;

    private final Kind kind;
    private final String document;

    /** Creates the protocol of a client of a document. */
    public ClientWire(Kind kind, String document) {
        this.kind = kind;
        this.document = document;
    }

    /** The protocols. */
    public enum Kind {
        /** The protocol of npm {@code @hocuspocus/provider} 4, with acknowledgements. */
        HOCUSPOCUS,
        /** The protocol of npm {@code y-websocket}, without acknowledgements. */
        Y_WEBSOCKET
    }

    /** Returns the URL to connect to. */
    public URI address(URI base) {
        if (kind == Kind.HOCUSPOCUS) {
            return base;
        }
        String name = URLEncoder.encode(document, StandardCharsets.UTF_8).replace("+", "%20");
        String path = base.toString();
        return URI.create((path.endsWith("/") ? path : path + "/") + name);
    }

    /** Returns whether the server acknowledges messages. */
    public boolean acknowledges() {
        return kind == Kind.HOCUSPOCUS;
    }

    /** Returns the first messages of a client with an empty document. */
    public List<byte[]> opening() {
        return opening(NOTHING_YET);
    }

    /** Returns the first messages of a client with a given state of the document. */
    public List<byte[]> opening(byte[] stateVector) {
        byte[] question = step1(stateVector);
        if (kind == Kind.Y_WEBSOCKET) {
            return List.of(question);
        }
        Encoder token = start(AUTH);
        token.writeVarUint(0);
        token.writeVarString("token");
        token.writeVarString(VERSION);
        return List.of(token.toByteArray(), question);
    }

    /** Returns a request for what the server has beyond a state vector. */
    public byte[] step1(byte[] stateVector) {
        return sync(0, stateVector);
    }

    /** Returns the answer to the server's own request. */
    public byte[] step2(byte[] update) {
        return sync(1, update);
    }

    /** Returns the message of an edit. */
    public byte[] update(byte[] update) {
        return sync(2, update);
    }

    /** Returns a message of any type and content, which the wire need not know. */
    public byte[] message(int type, Consumer<Encoder> body) {
        Encoder out = start(type);
        body.accept(out);
        return out.toByteArray();
    }

    /**
     * Decodes a message of the server.
     *
     * @throws io.collab.crdt.lib0.DecodeException if it is not of this wire
     */
    public ServerMessage read(byte[] message) {
        Decoder in = new Decoder(message);
        if (kind == Kind.HOCUSPOCUS) {
            if (message.length == 1 && message[0] == PING) {
                return new ServerMessage.Ping(PONG);
            }
            in.skipVarString();
        }
        int type = (int) in.readVarUint();
        return switch (type) {
            case SYNC -> readSync(in);
            case AUTH ->
                in.readVarUint() == (kind == Kind.HOCUSPOCUS ? DENIED : 0)
                        ? new ServerMessage.Refused(in.readVarString())
                        : new ServerMessage.Other();
            case CLOSE -> new ServerMessage.Refused("the document was closed: " + in.readVarString());
            case SYNC_STATUS -> new ServerMessage.Saved(in.readVarUint() == 1);
            default -> new ServerMessage.Other();
        };
    }

    private static ServerMessage readSync(Decoder in) {
        int step = (int) in.readVarUint();
        byte[] body = in.readVarBytes();
        return switch (step) {
            case 0 -> new ServerMessage.Step1(body);
            case 1 -> new ServerMessage.Step2(body);
            default -> new ServerMessage.Update(body);
        };
    }

    private byte[] sync(int step, byte[] body) {
        Encoder out = start(SYNC);
        out.writeVarUint(step);
        out.writeVarBytes(body);
        return out.toByteArray();
    }

    private Encoder start(int type) {
        Encoder out = new Encoder();
        if (kind == Kind.HOCUSPOCUS) {
            out.writeVarString(document);
        }
        out.writeVarUint(type);
        return out;
    }
}
