package io.collab.samples.editor.http;

import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;

/** Sees the bytes of a connection before they are parsed: bounds the connections, and starts the deadline of a request. */
final class ConnectionFilter extends BaseFilter {
    private final Exchanges exchanges;

    ConnectionFilter(Exchanges exchanges) {
        this.exchanges = exchanges;
    }

    @Override
    public NextAction handleAccept(FilterChainContext context) {
        exchanges.opened(context.getConnection());
        return context.getInvokeAction();
    }

    @Override
    public NextAction handleRead(FilterChainContext context) {
        exchanges.of(context.getConnection()).bytesArrived();
        return context.getInvokeAction();
    }

    @Override
    public NextAction handleClose(FilterChainContext context) {
        exchanges.of(context.getConnection()).end();
        return context.getInvokeAction();
    }
}
