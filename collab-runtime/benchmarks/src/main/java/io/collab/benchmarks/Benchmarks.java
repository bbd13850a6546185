package io.collab.benchmarks;

import io.collab.benchmarks.crash.KillNineCommand;
import io.collab.benchmarks.load.CompareCommand;
import io.collab.benchmarks.load.LoadCommand;
import io.collab.benchmarks.soak.SoakCommand;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The command line. Exits with 0 if all checks passed, 1 if one failed, 2 if the arguments are invalid. */
public final class Benchmarks {
    private static final String USAGE = """
            Usage: java -jar collab-benchmarks.jar COMMAND [OPTIONS]

              compare     start servers one after the other, put the same load on each, print the comparison
              load        put a load on a server that is running
              kill-nine   kill a server under load again and again, and look for what it had acknowledged
              soak        attack a server in many ways, and look at its other clients and at what it holds

            java -jar collab-benchmarks.jar COMMAND --help says what a command's options are.
            """;

    private static final int FAILED = 1;
    private static final int USAGE_ERROR = 2;

    /** The logger of the libraries that start databases; referenced here, because the JDK holds it weakly. */
    private static final Logger QUIET = Logger.getLogger("io.zonky");

    private Benchmarks() {}

    /** Runs one command. */
    public static void main(String... arguments) {
        QUIET.setLevel(Level.OFF);
        System.exit(run(Arrays.asList(arguments)));
    }

    private static int run(List<String> arguments) {
        String command = arguments.isEmpty() ? "--help" : arguments.get(0);
        List<String> options = arguments.subList(Math.min(1, arguments.size()), arguments.size());
        boolean help = options.contains("--help") || options.contains("-h");
        try {
            switch (command) {
                case "compare" -> {
                    return help ? say(CompareCommand.USAGE) : CompareCommand.run(options);
                }
                case "load" -> {
                    return help ? say(LoadCommand.USAGE) : LoadCommand.run(options);
                }
                case "kill-nine" -> {
                    return help ? say(KillNineCommand.USAGE) : KillNineCommand.run(options);
                }
                case "soak" -> {
                    return help ? say(SoakCommand.USAGE) : SoakCommand.run(options);
                }
                case "--help", "-h" -> {
                    return say(USAGE);
                }
                default -> throw new UsageException("There is no command " + command + ".\n\n" + USAGE);
            }
        } catch (UsageException wrong) {
            System.err.println(wrong.getMessage());
            return USAGE_ERROR;
        } catch (Exception failed) {
            for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
                System.err.println(cause);
            }
            return FAILED;
        }
    }

    private static int say(String text) {
        System.out.print(text);
        return 0;
    }
}
