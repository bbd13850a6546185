package io.collab.samples.editor;

import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;

/**
 * Refuses a request body without a media type. Pages of other sites can send those without a CORS preflight, but not
 * {@code application/json}.
 */
@Provider
public class BodiesAreTyped implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext request) {
        if (request.getMethod().equals("POST") && request.getMediaType() == null) {
            throw new NotSupportedException();
        }
    }
}
