package io.collab.samples.editor;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collections;

/**
 * Deregisters this application's JDBC drivers when it is undeployed; otherwise the JDK would keep its class loader for
 * ever.
 */
@WebListener
public final class DriverRelease implements ServletContextListener {
    private static final Logger LOG = System.getLogger(DriverRelease.class.getName());

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        ClassLoader ours = DriverRelease.class.getClassLoader();
        for (Driver driver : Collections.list(DriverManager.getDrivers())) {
            if (driver.getClass().getClassLoader() == ours) {
                release(driver);
            }
        }
    }

    private static void release(Driver driver) {
        try {
            DriverManager.deregisterDriver(driver);
        } catch (SQLException e) {
            LOG.log(Level.WARNING, "the driver " + driver.getClass().getName() + " stays registered", e);
        }
    }
}
