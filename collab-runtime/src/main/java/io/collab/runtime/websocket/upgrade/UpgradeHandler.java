package io.collab.runtime.websocket.upgrade;

import io.collab.runtime.websocket.WebSocketResources;
import io.collab.spi.transport.ConnectRequest;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Passes the container's notifications about one socket on to its connection. Created by the container. */
public final class UpgradeHandler implements HttpUpgradeHandler, ReadListener {
    private volatile @Nullable WebSocketResources resources;
    private volatile @Nullable ConnectRequest request;
    private volatile @Nullable ServletInputStream in;
    private volatile @Nullable UpgradeConnection connection;

    /** Sets the handshake. Must be called before the container calls {@link #init}. */
    void handshake(WebSocketResources shared, ConnectRequest accepted) {
        resources = shared;
        request = accepted;
    }

    @Override
    public void init(WebConnection socket) {
        WebSocketResources shared = resources;
        ConnectRequest accepted = request;
        if (shared == null || accepted == null) {
            throw new IllegalStateException("the container did not provide the handshake");
        }
        try {
            ServletInputStream stream = socket.getInputStream();
            in = stream;
            connection = UpgradeConnection.open(shared, socket, accepted);
            stream.setReadListener(this);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void onDataAvailable() {
        UpgradeConnection open = connection;
        ServletInputStream stream = in;
        if (open != null && stream != null) {
            open.readFrom(stream);
        }
    }

    @Override
    public void onAllDataRead() {
        destroy();
    }

    @Override
    public void onError(Throwable failure) {
        destroy();
    }

    @Override
    public void destroy() {
        UpgradeConnection open = connection;
        if (open != null) {
            open.broken();
        }
    }
}
