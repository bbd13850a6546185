package io.collab.benchmarks.crash;

import io.collab.benchmarks.server.NodeMain;
import io.collab.jpa.JpaStoreProvider;
import io.collab.spi.Settings;
import java.io.IOException;

/** A node whose store acknowledges before it commits. */
public final class HastyNode {
    private HastyNode() {}

    /** @param arguments the port */
    public static void main(String... arguments) throws IOException {
        Settings settings = new Settings(System::getProperty);
        NodeMain.serve(
                Integer.parseInt(arguments[0]), settings, new HastyStore(new JpaStoreProvider().create(settings)));
    }
}
