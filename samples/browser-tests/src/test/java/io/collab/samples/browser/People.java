package io.collab.samples.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One browser process; each person in it has separate storage, cookies and tabs. Confined to the thread that created
 * it.
 */
final class People implements AutoCloseable {
    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private final Playwright playwright;
    private final Browser browser;

    private People(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    static People arrive() {
        BrowserChoice choice = BrowserChoice.find();
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.putAll(choice.environment());
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        LaunchOptions options = new LaunchOptions().setArgs(FLAGS).setEnv(environment);
        if (choice.executable() != null) {
            options.setExecutablePath(choice.executable());
        }
        return new People(playwright, playwright.chromium().launch(options));
    }

    /** Returns a new person whose requests go to a port of this computer. */
    Person person(String name, int port) {
        return new Person(name, browser.newContext(), "http://localhost:" + port + "/");
    }

    /** Returns a new person with a given window size and colour scheme. */
    Person person(String name, int port, Browser.NewContextOptions options) {
        return new Person(name, browser.newContext(options), "http://localhost:" + port + "/");
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
