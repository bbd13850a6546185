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

    /** The stack size: answers may be nested as deeply as the values in a document. Memory is committed on use only. */
    private static final long STACK_BYTES = 256L << 20;

    private DriverMain() {}

    /** Runs until the end of the input. */
    public static void main(String... arguments) throws InterruptedException {
        OutputStream answers = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER_BYTES);
        System.setOut(System.err);
        serve(System.in, answers);
    }

    /** Answers commands until the end of the input. */
    static void serve(InputStream commands, OutputStream answers) throws InterruptedException {
        Thread thread = new Thread(null, () -> run(commands, answers), "driver", STACK_BYTES);
        thread.start();
        thread.join();
    }

    private static void run(InputStream commands, OutputStream answers) {
        try {
            new Driver(commands, answers).run();
        } catch (IOException gone) {
            System.err.println("the other side has closed: " + gone.getMessage());
        }
    }
}
