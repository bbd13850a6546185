package io.collab.runtime.session;

import io.collab.api.DocumentId;
import io.collab.api.ProtocolException;
import io.collab.runtime.log.RepeatedLog;
import io.collab.runtime.ordering.BusMessage;
import io.collab.runtime.ordering.BusMessageFormat;
import io.collab.runtime.ordering.BusTopic;
import io.collab.runtime.protocol.PresenceParts;
import io.collab.spi.ordering.BroadcastBus;
import io.collab.spi.ordering.BusListener;
import java.util.function.Consumer;

/**
 * Carries the presence of a document between nodes. Lossy, as presence is: a lost change arrives with the next renewal. Only
 * changes of local participants are published, and the node's own messages are dropped. Thread-safe.
 */
final class PresenceChannel implements AutoCloseable, BusListener {
    private static final System.Logger LOG = System.getLogger(PresenceChannel.class.getName());
    private static final RepeatedLog DROPPED = new RepeatedLog(PresenceChannel.class, System.Logger.Level.WARNING);

    private final DocumentId document;
    private final String topic;
    private final String instance;
    private final BroadcastBus bus;
    private final Consumer<BusMessage> onMessage;
    private final int envelopeBytes;
    private final BroadcastBus.Subscription subscription;

    /**
     * Subscribes, and asks other nodes for their presence as soon as the subscription is active.
     *
     * @param onMessage receives the messages of other nodes, on the bus's thread; must not block
     */
    PresenceChannel(SessionResources resources, DocumentId document, Consumer<BusMessage> onMessage) {
        this.document = document;
        this.topic = BusTopic.ofPresence(resources.store(), document);
        this.instance = resources.instance();
        this.bus = resources.bus();
        this.onMessage = onMessage;
        this.envelopeBytes = presence(new byte[0]).length;
        this.subscription = bus.subscribe(topic, this);
    }

    /**
     * Publishes a change of local participants, in as many messages as its size needs.
     *
     * @return the number of states that are larger than a message of the bus and therefore do not reach other nodes
     */
    int publish(byte[] change) {
        PresenceParts parts = PresenceParts.of(change, bus.maxMessageBytes() - envelopeBytes);
        parts.updates().forEach(part -> bus.publish(topic, presence(part)));
        return parts.dropped();
    }

    private byte[] presence(byte[] update) {
        return BusMessageFormat.write(new BusMessage.PresenceChanged(instance, update));
    }

    @Override
    public void message(byte[] bytes) {
        try {
            BusMessage message = BusMessageFormat.read(document, bytes);
            if (!message.node().equals(instance)) {
                onMessage.accept(message);
            }
        } catch (ProtocolException unreadable) {
            DROPPED.log(() -> unreadable.code() + ": a presence message was dropped");
        }
    }

    @Override
    public void interrupted() {
        LOG.log(System.Logger.Level.DEBUG, "{0}: presence of other nodes is not received", document);
    }

    @Override
    public void resumed() {
        bus.publish(topic, BusMessageFormat.write(new BusMessage.PresenceAsked(instance)));
    }

    @Override
    public void close() {
        subscription.close();
    }
}
