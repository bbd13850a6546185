package io.collab.samples.editor;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * The response headers of the single-page application. Its build puts a hash into every name under {@code assets/}, so
 * those files never change; all others are revalidated on each request, and answered with 304 while they are unchanged.
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public final class StaticFiles extends HttpFilter {
    private static final long serialVersionUID = 1L;

    private static final Logger LOG = System.getLogger(StaticFiles.class.getName());
    private static final String CACHE_CONTROL = "Cache-Control";
    private static final String ASK = "no-cache";

    /** Editors set styles on elements, which needs 'unsafe-inline' for styles; scripts come from here only. */
    private static final String CONTENT_SECURITY_POLICY = String.join(
            "; ",
            "default-src 'self'",
            "script-src 'self'",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'self'");

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "same-origin");
        if (path.startsWith("/api/") || path.startsWith("/collab/")) {
            chain.doFilter(request, response);
            return;
        }
        response.setHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        response.setHeader(CACHE_CONTROL, path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : ASK);
        try {
            chain.doFilter(request, new ErrorsAreNotKept(response));
        } catch (IOException e) { // the server would log it with its stack trace
            LOG.log(Level.DEBUG, "a client has closed its connection before the end of {0}", path);
        }
    }

    /** Resets the caching of error responses: a file that is missing now may exist in the next version. */
    private static final class ErrorsAreNotKept extends HttpServletResponseWrapper {
        ErrorsAreNotKept(HttpServletResponse response) {
            super(response);
        }

        @Override
        public void sendError(int status, String message) throws IOException {
            setHeader(CACHE_CONTROL, ASK);
            super.sendError(status, message);
        }

        @Override
        public void sendError(int status) throws IOException {
            setHeader(CACHE_CONTROL, ASK);
            super.sendError(status);
        }
    }
}
