package io.collab.samples.editor.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.FilterChainEvent;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpEvents.IncomingHttpUpgradeEvent;
import org.glassfish.grizzly.http.HttpEvents.ResponseCompleteEvent;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.HttpResponsePacket;
import org.glassfish.grizzly.http.Method;
import org.glassfish.grizzly.http.util.Header;
import org.glassfish.grizzly.http.util.HttpStatus;
import org.glassfish.grizzly.memory.Buffers;
import org.glassfish.grizzly.memory.MemoryManager;
import org.jspecify.annotations.Nullable;

/**
 * Passes a request on when its last byte has arrived, and answers those that the server cannot read: it would log a
 * stack trace for each of them. While a body arrives, no thread waits for it.
 */
final class RequestFilter extends BaseFilter {
    /** The maximum size of a body, in bytes: that of the editor's own bodies. */
    private static final int MAX_BODY_BYTES = 16 * 1024;

    private static final String WEB_SOCKETS = "/collab/";

    private static final String ESCAPED = "(?:[^%\\p{Cntrl} ]|%[0-9a-fA-F]{2})*+";
    private static final Pattern TARGET = Pattern.compile(ESCAPED);
    private static final Pattern HOST =
            Pattern.compile("(?:[\\w.~!$&'()*+,;=-]*+|\\[[0-9a-fA-F:.]++])(?::[0-9]{0,5}+)?+");

    private final Exchanges exchanges;

    RequestFilter(Exchanges exchanges) {
        this.exchanges = exchanges;
    }

    @Override
    public NextAction handleRead(FilterChainContext context) {
        HttpContent content = context.getMessage();
        HttpRequestPacket request = (HttpRequestPacket) content.getHttpHeader();
        Exchange exchange = exchanges.of(context.getConnection());
        if (!context.getConnection().isOpen()) { // requests that were sent before the deadline of an earlier one
            return context.getStopAction();
        }
        if (exchange.isWebSocket()) {
            return context.getInvokeAction();
        }
        HttpStatus refusal = HttpContent.isBroken(content) ? HttpStatus.BAD_REQUEST_400 : refusal(request, content);
        if (refusal != null) {
            return refuse(context, request, refusal);
        }
        if (isWebSocket(request)) {
            exchange.becomeWebSocket();
            return context.getInvokeAction();
        }
        if (!content.isLast()) {
            return context.getStopAction(content);
        }
        return exchange.begin(exchanges.permits(request.getRequestURI()))
                ? context.getInvokeAction()
                : refuse(context, request, HttpStatus.SERVICE_UNAVAILABLE_503);
    }

    @Override
    public NextAction handleEvent(FilterChainContext context, FilterChainEvent event) {
        if (event instanceof ResponseCompleteEvent) {
            exchanges.of(context.getConnection()).answered();
        } else if (event instanceof IncomingHttpUpgradeEvent upgrade
                && upgrade.getHttpHeader() instanceof HttpRequestPacket request
                && !isWebSocket(request)) {
            // Another protocol, which a server may ignore; otherwise the parser would see no end of the body.
            request.getUpgradeDC().recycle();
            request.setIgnoreContentModifiers(false);
            request.setExpectContent(request.isChunked() || request.getContentLength() > 0);
        }
        return context.getInvokeAction();
    }

    private static boolean isWebSocket(HttpRequestPacket request) {
        return request.isUpgrade()
                && "websocket".equalsIgnoreCase(request.getUpgrade())
                && request.getMethod() == Method.GET
                && !request.isChunked()
                && request.getContentLength() <= 0
                && request.getRequestURI().startsWith(WEB_SOCKETS);
    }

    private static @Nullable HttpStatus refusal(HttpRequestPacket request, HttpContent content) {
        String query = request.getQueryString();
        String host = request.getHeader(Header.Host);
        if (!TARGET.matcher(request.getRequestURI()).matches()
                || (query != null && !TARGET.matcher(query).matches())
                || (host != null && !HOST.matcher(host).matches())) {
            return HttpStatus.BAD_REQUEST_400;
        }
        if (request.getContentLength() > MAX_BODY_BYTES || content.getContent().remaining() > MAX_BODY_BYTES) {
            return HttpStatus.REQUEST_ENTITY_TOO_LARGE_413;
        }
        return request.requiresAcknowledgement() && !content.isLast() ? HttpStatus.EXPECTATION_FAILED_417 : null;
    }

    /** Answers in the form of the editor's errors, and closes the connection: what follows may be of the same kind. */
    private static NextAction refuse(FilterChainContext context, HttpRequestPacket request, HttpStatus status) {
        String reason = status.getReasonPhrase();
        String code = reason.toLowerCase(Locale.ROOT).replace(' ', '-');
        byte[] body = ("{\"code\":\"" + code + "\",\"message\":\"" + reason + ".\"}").getBytes(StandardCharsets.UTF_8);
        HttpResponsePacket response = request.getResponse();
        request.getProcessingState().setError(true);
        response.setStatus(status);
        response.setContentType("application/json");
        response.setContentLength(body.length);
        response.setHeader(Header.Connection, "close");
        HttpContent answer = HttpContent.builder(response)
                .content(Buffers.wrap(MemoryManager.DEFAULT_MEMORY_MANAGER, body))
                .last(true)
                .build();
        context.write(answer);
        context.getConnection().closeSilently(); // after what is written has been sent
        return context.getStopAction();
    }
}
