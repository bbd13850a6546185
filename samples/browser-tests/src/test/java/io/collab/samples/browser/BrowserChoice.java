package io.collab.samples.browser;

import com.microsoft.playwright.CLI;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The browser for the tests: the one that {@code -Dcollab.browser} names, else an installed one, else the one in an npm
 * package (Linux on x64), else Playwright's own download.
 *
 * @param executable the path of the browser; null for Playwright's own
 * @param environment additional environment variables of its process
 */
record BrowserChoice(@Nullable Path executable, Map<String, String> environment) {
    /** The value of {@code -Dcollab.browser} that selects the npm package, whatever is installed. */
    private static final String PACKAGE = "npm";

    private static final String NONE_FOUND = """
            No browser for the tests. They use, in this order:
              1. the one that -Dcollab.browser=PATH names (or -Dcollab.browser=npm for number 3);
              2. an installed Chrome, Chromium or Edge;
              3. on Linux x64, the Chromium in the npm package @sparticuz/chromium;
              4. Playwright's own download.
            """;

    static BrowserChoice find() {
        String wanted = System.getProperty("collab.browser", "");
        if (!wanted.isEmpty() && !wanted.equals(PACKAGE)) {
            Path executable = Path.of(wanted);
            if (!Files.isExecutable(executable)) {
                throw new IllegalStateException("-Dcollab.browser names no program: " + wanted + "\n" + NONE_FOUND);
            }
            return new BrowserChoice(executable, Map.of());
        }
        if (wanted.isEmpty()) {
            Optional<Path> installed = installed();
            if (installed.isPresent()) {
                return new BrowserChoice(installed.get(), Map.of());
            }
        }
        IllegalStateException failure = new IllegalStateException(NONE_FOUND);
        try {
            if (PackagedChromium.isForThisComputer()) {
                return PackagedChromium.unpacked();
            }
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        try {
            return downloaded();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        throw failure;
    }

    private static Optional<Path> installed() {
        List<String> names = List.of(
                "google-chrome",
                "google-chrome-stable",
                "chromium",
                "chromium-browser",
                "microsoft-edge",
                "chrome.exe",
                "msedge.exe");
        Stream<Path> onThePath = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .flatMap(folder -> names.stream().map(name -> Path.of(folder, name)));
        String programs = System.getenv().getOrDefault("ProgramFiles", "/Program Files");
        Stream<Path> elsewhere = Stream.of(
                        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
                        "/Applications/Chromium.app/Contents/MacOS/Chromium",
                        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
                        programs + "/Google/Chrome/Application/chrome.exe",
                        programs + " (x86)/Microsoft/Edge/Application/msedge.exe")
                .map(Path::of);
        return Stream.concat(onThePath, elsewhere).filter(Files::isExecutable).findFirst();
    }

    private static BrowserChoice downloaded() throws IOException {
        ProcessBuilder install = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                CLI.class.getName(),
                "install",
                "chromium");
        Processes.run(install, "download-of-chromium");
        return new BrowserChoice(null, Map.of());
    }
}
