package io.collab.runtime.cdi;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;

/**
 * Starts the node with the web application and stops it with it. Named in {@code META-INF/web-fragment.xml}: endpoints may be
 * registered only while a context listener runs, and only a context listener is told of the end before the classes go.
 */
public class CollabStartup implements ServletContextListener {
    @Override
    public void contextInitialized(ServletContextEvent event) {
        module().start(event.getServletContext());
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        module().stop();
    }

    private static CollabModule module() {
        return CDI.current().select(CollabModule.class).get();
    }
}
