package io.collab.samples.editor.launcher;

import java.util.Iterator;
import java.util.List;

/**
 * The parsed command line.
 *
 * @param host the address to listen on; by default the loopback address
 * @param port the TCP port, 1 to 65535
 * @param stopWithParent whether to stop when the parent process has ended
 * @param help whether to print the usage only
 */
record CommandLine(String host, int port, boolean stopWithParent, boolean help) {
    static final String USAGE = """
            Usage: java [-Dcollab.KEY=VALUE ...] -jar collab-editor.jar [--port PORT] [--host ADDRESS]

              --port PORT      the port to listen on; 8080 if not given
              --host ADDRESS   the address to listen on; 127.0.0.1 if not given, so that only this computer
                               can open the editor; 0.0.0.0 means every address this computer has
              --stop-with-parent
                               stop when the parent process has ended
              --help           show this text

            Every collab.* setting may be a system property or an environment variable, for example
            -Dcollab.store.url=jdbc:postgresql://localhost/collab or COLLAB_STORE_URL. Without one, the data
            is kept in the folder "data" of the current folder.
            """;

    private static final String DEFAULT_HOST = "127.0.0.1";
    private static final int DEFAULT_PORT = 8080;
    private static final int MAX_PORT = 65_535;

    /**
     * Reads the arguments; {@code --port=8081} means the same as {@code --port 8081}.
     *
     * @throws IllegalArgumentException if they cannot be parsed, with a message for the user
     */
    static CommandLine parse(String... arguments) {
        String host = DEFAULT_HOST;
        int port = DEFAULT_PORT;
        boolean stopWithParent = false;
        boolean help = false;
        Iterator<String> rest = List.of(arguments).iterator();
        while (rest.hasNext()) {
            String argument = rest.next();
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            switch (name) {
                case "--host" -> host = value(argument, equals, rest);
                case "--port" -> port = port(value(argument, equals, rest));
                case "--stop-with-parent" -> stopWithParent = true;
                case "--help", "-h" -> help = true;
                default -> throw new IllegalArgumentException("Unknown option " + argument + ".");
            }
        }
        return new CommandLine(host, port, stopWithParent, help);
    }

    /** Returns the URL of the editor for a browser on this computer, without a trailing slash. */
    String address() {
        boolean local = host.equals(DEFAULT_HOST) || host.equals("0.0.0.0");
        String name = local ? "localhost" : host;
        return "http://" + (name.contains(":") ? "[" + name + "]" : name) + ":" + port;
    }

    private static String value(String argument, int equals, Iterator<String> rest) {
        if (equals >= 0) {
            return argument.substring(equals + 1);
        }
        if (!rest.hasNext()) {
            throw new IllegalArgumentException("The option " + argument + " needs a value.");
        }
        return rest.next();
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= MAX_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("The port is a number from 1 to 65535, not " + text + ".", e);
        }
        throw new IllegalArgumentException("The port is a number from 1 to 65535, not " + text + ".");
    }
}
