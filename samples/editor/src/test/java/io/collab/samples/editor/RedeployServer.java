package io.collab.samples.editor;

import fish.payara.micro.PayaraMicro;
import fish.payara.micro.PayaraMicroRuntime;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/**
 * A Payara Micro in a process of its own that deploys, undeploys and lists its threads on commands from its standard
 * input; each answer is one line that starts with {@code ANSWER}.
 */
public final class RedeployServer {
    static final String ANSWER = "ANSWER ";

    private RedeployServer() {}

    /** Arguments: the WAR, the port. */
    public static void main(String... arguments) throws Exception {
        PrintStream out = System.out;
        PayaraMicroRuntime server = PayaraMicro.getInstance()
                .setHttpPort(Integer.parseInt(arguments[1]))
                .setPreBootHandler(commands -> {
                    commands.run("set", listener() + ".address=127.0.0.1");
                    commands.run(
                            "set",
                            "configs.config.server-config.hazelcast-config-specific-configuration.enabled=false");
                })
                .bootStrap();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        out.println(ANSWER + "up");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            switch (line) {
                case "deploy" -> out.println(ANSWER + server.deploy("editor", "editor", new File(arguments[0])));
                case "undeploy" -> {
                    server.undeploy("editor");
                    out.println(ANSWER + server.getDeployedApplicationNames());
                }
                case "threads" -> out.println(ANSWER + threads());
                default -> throw new IllegalArgumentException(line);
            }
        }
        server.shutdown();
        System.exit(0);
    }

    private static String listener() {
        return "configs.config.server-config.network-config.network-listeners.network-listener.http-listener";
    }

    private static String threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
