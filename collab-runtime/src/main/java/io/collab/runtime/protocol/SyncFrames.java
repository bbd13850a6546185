package io.collab.runtime.protocol;

import io.collab.api.ProtocolException;
import io.collab.api.Update;
import io.collab.api.Version;
import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.lib0.Decoder;
import io.collab.crdt.lib0.Encoder;
import io.collab.crdt.sync.SyncMessage;
import io.collab.spi.transport.Frame;

/** The parts that the wires of the Yjs family share: y-protocols messages between bytes and our messages. */
final class SyncFrames {
    /** Message types that all wires of the family have in common. */
    static final int SYNC = 0;

    static final int PRESENCE = 1;
    static final int AUTH = 2;
    static final int PRESENCE_QUERY = 3;

    /** The sub-type of an Auth message that refuses. */
    static final int PERMISSION_DENIED = 0;

    private SyncFrames() {}

    static ClientMessage readSync(String address, Decoder in) {
        SyncMessage message = SyncMessage.read(in);
        if (message instanceof SyncMessage.Step1 step1) {
            return new ClientMessage.SyncStep1(address, Version.of(step1.payload()));
        }
        Update update = Update.of(message.payload());
        return message instanceof SyncMessage.Step2
                ? new ClientMessage.SyncStep2(address, update)
                : new ClientMessage.Edit(address, update);
    }

    /** Writes a message of the sync protocol, its type included. */
    static void writeSync(Encoder out, SyncMessage message) {
        out.writeVarUint(SYNC);
        message.write(out);
    }

    static void writePresence(Encoder out, byte[] update) {
        out.writeVarUint(PRESENCE);
        out.writeVarBytes(update);
    }

    static Frame frame(Encoder out) {
        return new Frame.Binary(out.toByteArray());
    }

    static byte[] binary(Frame frame) {
        if (frame instanceof Frame.Binary binary) {
            return binary.bytes();
        }
        throw bad("a text frame on a binary wire", null);
    }

    static ProtocolException unknown(String what, long type) {
        return bad("unknown " + what + " " + type, null);
    }

    static ProtocolException bad(DecodeException unreadable) {
        return bad(String.valueOf(unreadable.getMessage()), unreadable);
    }

    private static ProtocolException bad(String why, @org.jspecify.annotations.Nullable Throwable cause) {
        return new ProtocolException("bad-frame", why, cause);
    }
}
