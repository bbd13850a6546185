package io.collab.samples.browser;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Map;

/**
 * The headless Chromium that the npm package {@code @sparticuz/chromium} carries, with its own libraries and fonts. It
 * is not installed, but unpacked once into the temporary folder.
 */
final class PackagedChromium {
    private static final Path PACKAGE = Path.of(System.getProperty("browser.package"));

    private PackagedChromium() {}

    static boolean isForThisComputer() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch");
        return system.startsWith("linux") && (processor.equals("amd64") || processor.equals("x86_64"));
    }

    static BrowserChoice unpacked() throws IOException {
        Path folder = Path.of(
                System.getProperty("java.io.tmpdir"), "collab-chromium-153.0.0-" + System.getProperty("user.name"));
        if (!Files.isDirectory(folder)) {
            unpackTo(folder);
        }
        return new BrowserChoice(
                folder.resolve("chromium"),
                Map.of(
                        "LD_LIBRARY_PATH",
                                folder.resolve("al2023").resolve("lib").toString(),
                        "FONTCONFIG_FILE", folder.resolve("fonts.conf").toString()));
    }

    /** Creates the folder atomically, so that an interrupted run leaves no incomplete browser. */
    private static void unpackTo(Path folder) throws IOException {
        if (!Files.isDirectory(PACKAGE.resolve("node_modules"))) {
            run(PACKAGE, "npm", "ci", "--no-audit", "--no-fund");
        }
        Path staging = Files.createTempDirectory("collab-chromium");
        run(staging, "node", PACKAGE.resolve("unpack.mjs").toString(), folder.toString());
        try {
            Files.move(staging, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    private static void run(Path folder, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("TMPDIR", folder.toString());
        Processes.run(builder, "packaged-chromium-" + command[0]);
    }
}
