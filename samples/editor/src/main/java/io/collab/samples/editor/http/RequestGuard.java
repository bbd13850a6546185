package io.collab.samples.editor.http;

import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.http.server.AddOn;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.jspecify.annotations.Nullable;

/**
 * Adds the filters of this package to each HTTP listener of the server, around the parser of HTTP.
 * {@code META-INF/hk2-locator} registers it under the name "comet", because the server looks for an add-on of that name
 * while it sets up a listener. The editor does not use Comet.
 */
public final class RequestGuard implements AddOn {
    @Override
    public void setup(@Nullable NetworkListener none, FilterChainBuilder chain) {
        Exchanges exchanges = new Exchanges();
        int parser = chain.indexOfType(HttpServerFilter.class);
        chain.add(parser + 1, new RequestFilter(exchanges));
        chain.add(parser, new ConnectionFilter(exchanges));
    }
}
