package io.collab.runtime.session;

import io.collab.api.DocumentId;
import io.collab.api.ProtocolException;
import io.collab.runtime.ordering.BusMessage;
import io.collab.runtime.ordering.BusMessageFormat;
import io.collab.spi.ordering.BroadcastBus;
import io.collab.spi.ordering.BusListener;
import java.util.function.Consumer;

/**
 * What nodes tell one another about who is in a document. Lossy, as presence is: what is lost comes again with the next
 * renewal. Only what local participants have changed is published, and a node's own messages are dropped.
 */
final class PresenceChannel implements AutoCloseable, BusListener {
    private static final System.Logger LOG = System.getLogger(PresenceChannel.class.getName());

    private final DocumentId document;
    private final String node;
    private final BroadcastBus bus;
    private final Consumer<BusMessage> heard;
    private final BroadcastBus.Subscription subscription;

    /**
     * Listens, and asks who is there.
     *
     * @param heard told what other nodes say, on the bus's thread
     */
    PresenceChannel(DocumentId document, String node, BroadcastBus bus, Consumer<BusMessage> heard) {
        this.document = document;
        this.node = node;
        this.bus = bus;
        this.heard = heard;
        this.subscription = bus.subscribe(topic(), this);
    }

    /** Tells other nodes what has changed here. */
    void publish(byte[] change) {
        bus.publish(topic(), BusMessageFormat.write(new BusMessage.PresenceChanged(node, change)));
    }

    @Override
    public void message(byte[] bytes) {
        try {
            BusMessage message = BusMessageFormat.read(document, bytes);
            if (!message.node().equals(node)) {
                heard.accept(message);
            }
        } catch (ProtocolException unreadable) {
            LOG.log(System.Logger.Level.WARNING, "{0}: a presence message was dropped", unreadable.code());
        }
    }

    @Override
    public void interrupted() {
        LOG.log(System.Logger.Level.DEBUG, "{0}: presence of other nodes is not heard", document);
    }

    @Override
    public void resumed() {
        bus.publish(topic(), BusMessageFormat.write(new BusMessage.PresenceAsked(node)));
    }

    @Override
    public void close() {
        subscription.close();
    }

    private String topic() {
        return "collab.presence." + document.key();
    }
}
