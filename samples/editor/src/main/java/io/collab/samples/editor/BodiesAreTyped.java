package io.collab.samples.editor;

import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;

/**
 * Refuses a body that does not say what it is. Other sites' pages may send those without asking the browser's permission,
 * but may not send {@code application/json}.
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
