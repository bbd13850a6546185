package io.collab.runtime.session;

import io.collab.api.Update;
import io.collab.runtime.protocol.ServerMessage;
import io.collab.runtime.protocol.WireProtocol;
import io.collab.spi.transport.Frame;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends one message to all participants. It is encoded once per wire and address, and all recipients share one buffer. One
 * instance serves one message.
 */
final class FanOut {
    private record Target(Class<? extends WireProtocol> wire, String address) {}

    private final ServerMessage message;
    private final Map<Target, Frame> frames = new HashMap<>();
    private @Nullable Target lastTarget;
    private @Nullable Frame lastFrame;

    private FanOut(ServerMessage message) {
        this.message = message;
    }

    /** Sends a change to all participants. */
    static void change(Update update, Collection<Participant> participants) {
        FanOut out = new FanOut(new ServerMessage.Edit(update));
        for (Participant participant : participants) {
            Frame frame = out.frameFor(participant);
            if (frame != null) {
                participant.sendChange(update, frame);
            }
        }
    }

    /** Sends presence to all participants. */
    static void presence(byte[] bytes, Collection<Participant> participants) {
        FanOut out = new FanOut(new ServerMessage.Presence(bytes));
        for (Participant participant : participants) {
            Frame frame = out.frameFor(participant);
            if (frame != null) {
                participant.sendPresence(frame);
            }
        }
    }

    private @Nullable Frame frameFor(Participant participant) {
        WireProtocol wire = participant.wire();
        Target last = lastTarget;
        if (last != null && last.wire == wire.getClass() && last.address.equals(participant.address())) {
            return lastFrame;
        }
        Target target = new Target(wire.getClass(), participant.address());
        Frame frame = frames.get(target);
        if (frame == null) {
            frame = wire.encode(participant.address(), message);
            frames.put(target, frame);
        }
        lastTarget = target;
        lastFrame = frame;
        return frame;
    }
}
