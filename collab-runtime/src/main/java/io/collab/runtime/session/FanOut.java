package io.collab.runtime.session;

import io.collab.api.Update;
import io.collab.runtime.protocol.ServerMessage;
import io.collab.runtime.protocol.WireProtocol;
import io.collab.spi.transport.Frame;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages to all participants. They are encoded once per wire and address, and all recipients share the buffers. One
 * instance serves the messages of one call.
 */
final class FanOut {
    private record Target(Class<? extends WireProtocol> wire, String address) {}

    private final List<ServerMessage> messages;
    private final Map<Target, List<Frame>> frames = new HashMap<>();
    private @Nullable Target lastTarget;
    private List<Frame> lastFrames = List.of();

    private FanOut(List<ServerMessage> messages) {
        this.messages = messages;
    }

    /** Sends a change, in parts, to all participants. */
    static void change(List<Update> parts, Collection<Participant> participants) {
        FanOut out = new FanOut(
                parts.stream().<ServerMessage>map(ServerMessage.Edit::new).toList());
        participants.forEach(participant -> participant.sendChange(parts, out.framesFor(participant)));
    }

    /** Sends presence to all participants. */
    static void presence(byte[] bytes, Collection<Participant> participants) {
        FanOut out = new FanOut(List.of(new ServerMessage.Presence(bytes)));
        participants.forEach(participant -> out.framesFor(participant).forEach(participant::sendPresence));
    }

    private List<Frame> framesFor(Participant participant) {
        WireProtocol wire = participant.wire();
        Target last = lastTarget;
        if (last != null && last.wire == wire.getClass() && last.address.equals(participant.address())) {
            return lastFrames;
        }
        Target target = new Target(wire.getClass(), participant.address());
        lastFrames = frames.computeIfAbsent(target, absent -> encode(participant));
        lastTarget = target;
        return lastFrames;
    }

    private List<Frame> encode(Participant participant) {
        List<Frame> encoded = new ArrayList<>(messages.size());
        for (ServerMessage message : messages) {
            Frame frame = participant.wire().encode(participant.address(), message);
            if (frame != null) {
                encoded.add(frame);
            }
        }
        return encoded;
    }
}
