package io.collab.runtime.protocol;

import io.collab.api.ProtocolException;
import io.collab.api.Update;
import io.collab.api.Version;
import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.lib0.Decoder;
import io.collab.crdt.lib0.Encoder;
import io.collab.crdt.sync.SyncMessage;
import io.collab.spi.transport.Frame;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The frames that the wires of the Yjs family share: y-protocols messages (PROTOCOL.md of y-protocols). */
final class SyncFrames {
    /** The message types that all wires of the family have in common. */
    static final int SYNC = 0;

    static final int PRESENCE = 1;
    static final int AUTH = 2;
    static final int PRESENCE_QUERY = 3;

    /** The sub-type of an Auth message that denies access. */
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

    /** Writes a message of the sync protocol, including its type. */
    static void writeSync(Encoder out, SyncMessage message) {
        out.writeVarUint(SYNC);
        message.write(out);
    }

    /** Writes a message if it belongs to the sync or awareness protocol, and returns whether it does. */
    static boolean write(Encoder out, ServerMessage message) {
        if (message instanceof ServerMessage.SyncStep1 step1) {
            writeSync(out, new SyncMessage.Step1(step1.version().bytes()));
        } else if (message instanceof ServerMessage.SyncStep2 step2) {
            writeSync(out, new SyncMessage.Step2(step2.update().bytes()));
        } else if (message instanceof ServerMessage.SyncPart part) {
            writeSync(out, new SyncMessage.Update(part.update().bytes()));
        } else if (message instanceof ServerMessage.Edit edit) {
            writeSync(out, new SyncMessage.Update(edit.update().bytes()));
        } else if (message instanceof ServerMessage.Presence presence) {
            writePresence(out, presence.bytes());
        } else {
            return false;
        }
        return true;
    }

    /** Adds the parts of an answer to a SyncStep1: the last one is the SyncStep2, after which the client is synced. */
    static void addParts(List<ServerMessage> answer, List<Update> parts) {
        int last = parts.size() - 1;
        for (Update part : parts.subList(0, last)) {
            answer.add(new ServerMessage.SyncPart(part));
        }
        answer.add(new ServerMessage.SyncStep2(parts.get(last)));
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

    static ProtocolException bad(String why) {
        return bad(why, null);
    }

    private static ProtocolException bad(String why, @Nullable Throwable cause) {
        return new ProtocolException("bad-frame", why, cause);
    }
}
