package io.collab.samples.editor.launcher;

import fish.payara.micro.PayaraMicro;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Starts the editor: prints a notice at once, and the URL as soon as the page can be opened. */
public final class EditorLauncher {
    private static final PrintStream OUT = System.out;
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final int USAGE_ERROR = 2;
    private static final int START_FAILED = 1;

    private EditorLauncher() {}

    /**
     * Runs until the process is stopped; exits with 2 if the arguments are invalid, with 1 if the editor cannot start.
     */
    public static void main(String... arguments) {
        CommandLine commandLine;
        try {
            commandLine = CommandLine.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + System.lineSeparator() + System.lineSeparator() + CommandLine.USAGE);
            System.exit(USAGE_ERROR);
            return;
        }
        if (commandLine.help()) {
            OUT.println(CommandLine.USAGE);
            return;
        }
        try {
            start(commandLine);
        } catch (StartException e) {
            System.err.println(e.getMessage());
            System.exit(START_FAILED);
        }
    }

    private static void start(CommandLine commandLine) throws StartException {
        requireFreePort(commandLine);
        if (commandLine.stopWithParent()) {
            ProcessHandle.current().parent().ifPresent(EditorLauncher::stopWith);
        }
        OUT.println("Starting the Collab editor; this needs 10 to 40 seconds, longer on a busy computer.");
        StartFailure.watch();
        try {
            HeapExhaustion.endsTheProcess(ScratchFolder.use(commandLine));
            PayaraMicro.main(new String[] {
                "--port",
                Integer.toString(commandLine.port()),
                "--prebootcommandfile",
                preBootCommands(commandLine).toString()
            });
        } catch (Exception e) {
            throw new StartException(StartFailure.sentence("The server did not start: " + e.getMessage()), e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(EditorLauncher::sayGoodbye, "goodbye"));
        new Readiness(commandLine, DEADLINE).await();
        StartFailure.started();
        OUT.println("Open " + commandLine.address() + "/ (Ctrl-C stops the editor).");
    }

    /** Exits with the parent: Maven, for example, does not stop its child processes when it is stopped. */
    private static void stopWith(ProcessHandle parent) {
        parent.onExit().thenRun(() -> System.exit(0));
    }

    /** Prints the last line: the server writes debug output to the standard output while it stops. */
    private static void sayGoodbye() {
        OUT.println("Stopping the Collab editor.");
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    }

    private static void requireFreePort(CommandLine commandLine) throws StartException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName(commandLine.host()), commandLine.port()));
        } catch (UnknownHostException e) {
            throw new StartException("There is no address " + commandLine.host() + " on this computer.", e);
        } catch (BindException e) {
            throw new StartException(
                    "Port " + commandLine.port() + " of " + commandLine.host()
                            + " is in use or not allowed: choose another with --port.",
                    e);
        } catch (IOException e) {
            throw new StartException("Cannot listen on " + commandLine.host() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Writes the settings that the server has no options for: the address to listen on, no HTTP/2, whose requests would
     * pass by {@code io.collab.samples.editor.http}, and no cluster, whose member would listen on every address of this
     * computer.
     */
    private static Path preBootCommands(CommandLine commandLine) throws IOException {
        String config = "set configs.config.server-config.";
        String network = config + "network-config.";
        return Files.write(
                Files.createTempFile("before-boot", ".txt"),
                List.of(
                        network + "network-listeners.network-listener.http-listener.address=" + commandLine.host(),
                        network + "protocols.protocol.http-listener.http.http2-enabled=false",
                        config + "hazelcast-config-specific-configuration.enabled=false"));
    }
}
