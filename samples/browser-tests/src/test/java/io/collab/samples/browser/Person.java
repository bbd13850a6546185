package io.collab.samples.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasAttributeOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What one person does in the editor and sees of it. Every look waits until it is true, or fails at its deadline. */
final class Person implements AutoCloseable {
    private static final double PATIENCE_MILLISECONDS = 20_000;

    private final String name;
    private final BrowserContext context;
    private final Page page;
    private final String home;
    private final List<String> complaints = new ArrayList<>();

    Person(String name, BrowserContext context, String home) {
        this.name = name;
        this.context = context;
        this.home = home;
        context.setDefaultTimeout(PATIENCE_MILLISECONDS);
        page = context.newPage();
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> {
            if (message.text().contains("Content Security Policy")) {
                complaints.add(message.text());
            }
        });
    }

    Page page() {
        return page;
    }

    /** Errors of the page's scripts and refusals by its own security policy. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** Opens the list of documents. */
    Person opens() {
        page.navigate(home);
        assertThat(see("new-rich")).isVisible();
        return this;
    }

    /** Opens the document that somebody else has before them. */
    Person opensWhat(Person other) {
        page.navigate(home + other.page.url().substring(other.home.length()));
        assertThat(see("editor")).isVisible();
        return this;
    }

    Person startsRichText() {
        see("new-rich").click();
        assertThat(see("editor")).isVisible();
        return this;
    }

    Person startsPlainText() {
        see("new-text").click();
        assertThat(see("editor")).isVisible();
        return this;
    }

    /** Types at the end of the document. */
    Person types(String text) {
        see("editor")
                .locator("[contenteditable=true]")
                .or(see("editor").and(page.locator("[contenteditable=true]")))
                .first()
                .focus();
        page.keyboard().press("ControlOrMeta+End");
        page.keyboard().type(text);
        return this;
    }

    Person reads(String text) {
        assertThat(see("editor")).containsText(text);
        return this;
    }

    /** Waits until the page says that all is stored. */
    Person seesSaved() {
        return seesStatus("saved");
    }

    Person seesStatus(String state) {
        assertThat(see("status"))
                .hasAttribute("data-state", state, new HasAttributeOptions().setTimeout(PATIENCE_MILLISECONDS * 2));
        return this;
    }

    Locator see(String testId) {
        return page.getByTestId(testId);
    }

    /** Keeps a picture under the build's folder. */
    Person pictures(String title) {
        page.screenshot(new ScreenshotOptions()
                .setPath(Path.of(System.getProperty("test.output"), "screenshots", title + ".png")));
        return this;
    }

    String name() {
        return name;
    }

    @Override
    public void close() {
        context.close();
    }
}
