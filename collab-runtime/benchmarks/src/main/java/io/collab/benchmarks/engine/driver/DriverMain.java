package io.collab.benchmarks.engine.driver;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The command line: commands on standard input, answers on standard output, everything else on standard error. */
public final class DriverMain {
    private static final int BUFFER_BYTES = 1 << 16;

    /** Answers may be nested as deeply as the values in a document. Only what is used of it takes memory. */
    private static final long STACK_BYTES = 256L << 20;

    private DriverMain() {}

    /** Runs until the commands end. */
    public static void main(String... arguments) throws InterruptedException {
        OutputStream answers = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER_BYTES);
        System.setOut(System.err);
        serve(System.in, answers);
    }

    /** Answers commands until there are no more. */
    static void serve(InputStream commands, OutputStream answers) throws InterruptedException {
        Thread thread = new Thread(null, () -> run(commands, answers), "driver", STACK_BYTES);
        thread.start();
        thread.join();
    }

    private static void run(InputStream commands, OutputStream answers) {
        try {
            new Driver(commands, answers).run();
        } catch (IOException gone) {
            System.err.println("the other side is gone: " + gone.getMessage());
        }
    }
}
