package io.collab.runtime.cdi;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;

/**
 * Starts and stops the node with the web application. Declared in {@code META-INF/web-fragment.xml}: endpoints may be registered
 * only while a context listener runs, and only a context listener is notified before the application's classes are unloaded.
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
