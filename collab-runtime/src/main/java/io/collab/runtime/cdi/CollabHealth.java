package io.collab.runtime.cdi;

import io.collab.runtime.CollabNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** The readiness check for MicroProfile Health. Apart from the module, which must also load where there is none. */
@ApplicationScoped
public class CollabHealth {
    /** Returns the check whether this node should receive clients. It answers within a second. */
    @Produces
    @Readiness
    @ApplicationScoped
    public HealthCheck readiness(CollabModule module) {
        return () -> {
            CollabNode node;
            try {
                node = module.running();
            } catch (IllegalStateException notStarted) {
                return HealthCheckResponse.down("collab");
            }
            return HealthCheckResponse.named("collab")
                    .withData("connections", node.connections())
                    .withData("documents", node.documents())
                    .withData("durability", node.durability().level().name())
                    .status(node.ready())
                    .build();
        };
    }
}
