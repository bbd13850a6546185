package io.collab.runtime.websocket.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.api.Credentials;
import io.collab.runtime.websocket.OpenSockets;
import io.collab.runtime.websocket.ReceivingBudget;
import io.collab.runtime.websocket.WebSocketResources;
import io.collab.spi.transport.ConnectRequest;
import io.collab.spi.transport.ConnectionListener;
import io.collab.spi.transport.Frame;
import io.collab.spi.transport.Wire;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A connection whose container is the test. */
class EndpointConnectionTest {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ReceivingBudget receiving = new ReceivingBudget(1 << 20);
    private final List<Frame> received = new ArrayList<>();
    private final List<Object> limits = new ArrayList<>();
    private MessageHandler.@Nullable Partial<ByteBuffer> binary;
    private final EndpointConnection connection = EndpointConnection.open(
            new WebSocketResources(
                    (opened, request) -> new Runtime(),
                    1 << 20,
                    receiving,
                    new OpenSockets(timer),
                    () -> 0,
                    (delay, task) -> {}),
            session(),
            new ConnectRequest(Wire.HOCUSPOCUS, "", null, null, Credentials.none()));

    private final class Runtime implements ConnectionListener {
        @Override
        public void onFrame(Frame frame) {
            received.add(frame);
        }

        @Override
        public void onClosed() {
            received.clear();
        }
    }

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void anUnfinishedMessageReleasesItsMemoryWhenTheSocketEnds() {
        binary.onMessage(ByteBuffer.allocate(200_000), false);
        assertThat(receiving.heldBytes()).isPositive();
        connection.closed();
        assertThat(receiving.heldBytes()).isZero();
        binary.onMessage(ByteBuffer.allocate(200_000), false);
        assertThat(receiving.heldBytes()).isZero();
    }

    /** Tomcat allocates a buffer of that many characters for the first text frame, however short it is. No client sends text. */
    @Test
    void theContainerKeepsItsBufferForText() {
        assertThat(limits).isEmpty();
    }

    private Session session() {
        RemoteEndpoint.Async remote = fake(RemoteEndpoint.Async.class, null);
        return fake(Session.class, remote);
    }

    /** Returns an object that keeps the handler of binary messages and does nothing else. */
    private <T> T fake(Class<T> type, RemoteEndpoint.@Nullable Async remote) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (method.getName().equals("addMessageHandler") && arguments[0] == ByteBuffer.class) {
                        binary = cast(arguments[1]);
                    }
                    if (method.getName().endsWith("BufferSize")) {
                        limits.add(arguments[0]);
                    }
                    return switch (method.getName()) {
                        case "getAsyncRemote" -> remote;
                        case "isOpen" -> true;
                        default -> null;
                    };
                }));
    }

    @SuppressWarnings("unchecked")
    private static MessageHandler.Partial<ByteBuffer> cast(Object handler) {
        return (MessageHandler.Partial<ByteBuffer>) handler;
    }
}
