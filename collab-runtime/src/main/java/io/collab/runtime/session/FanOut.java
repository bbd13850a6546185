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
 * Tells one thing to all participants: encoded once per wire and address, one buffer for all who get it. Made for one
 * message and thrown away.
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

    /** A change, to everybody. */
    static void change(Update update, Collection<Participant> to) {
        FanOut out = new FanOut(new ServerMessage.Edit(update));
        for (Participant participant : to) {
            Frame frame = out.frameFor(participant);
            if (frame != null) {
                participant.outbox().change(participant.address(), update, frame);
            }
        }
    }

    /** Presence, to everybody. */
    static void presence(byte[] bytes, Collection<Participant> to) {
        FanOut out = new FanOut(new ServerMessage.Presence(bytes));
        for (Participant participant : to) {
            Frame frame = out.frameFor(participant);
            if (frame != null) {
                participant.outbox().presence(frame);
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
