package io.collab.samples.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.Page.WaitForConditionOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** One user of the editor in a browser. Every check waits until it holds, or fails at its deadline. */
final class Person implements AutoCloseable {
    /** The deadline of every check, in milliseconds; longer than the pause before the next attempt to connect. */
    private static final double PATIENCE = 40_000;

    private final String name;
    private final BrowserContext context;
    private final Page page;
    private final String home;
    private final List<String> complaints = new ArrayList<>();

    Person(String name, BrowserContext context, String home) {
        this.name = name;
        this.context = context;
        this.home = home;
        context.setDefaultTimeout(PATIENCE);
        setDefaultAssertionTimeout(PATIENCE);
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

    /** Errors of the page's scripts and violations of its content security policy. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** Opens the list of documents. */
    Person opens() {
        page.navigate(home);
        assertThat(see("new-rich")).isVisible();
        return this;
    }

    /** Opens the document that another person has open. */
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

    /**
     * Sets the focus, and waits until the editor has placed the caret: a focus that comes from code puts it before the first block for
     * a moment, where no person could type.
     */
    private void focusesTheEditor() {
        see("editor").focus();
        page.waitForFunction("""
                () => {
                  const editor = document.querySelector('[data-testid="editor"]');
                  const caret = getSelection().anchorNode;
                  return caret !== null && caret !== editor && editor.contains(caret);
                }
                """);
    }

    /** Types at the caret. */
    Person types(String text) {
        focusesTheEditor();
        page.keyboard().type(text);
        return settles();
    }

    Person goesToTheEnd() {
        focusesTheEditor();
        page.keyboard().press("ControlOrMeta+End");
        return this;
    }

    Person goesToTheStart() {
        focusesTheEditor();
        page.keyboard().press("ControlOrMeta+Home");
        return this;
    }

    /** Presses one key at the caret. */
    Person presses(String key) {
        page.keyboard().press(key);
        return this;
    }

    Person clicks(String testId) {
        see(testId).click();
        return this;
    }

    /** Waits until the page shows the effect of the last key; the status of the state before is replaced then. */
    private Person settles() {
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        return this;
    }

    Person reads(String text) {
        assertThat(see("editor")).containsText(text);
        return this;
    }

    /** Returns the text of the document, without the names at the carets of others; a line per paragraph. */
    String text() {
        return (String) page.evaluate("""
                () => {
                  const copy = document.querySelector('[data-testid=editor]').cloneNode(true);
                  copy.querySelectorAll('.collaboration-carets__caret, .cm-ySelectionCaret').forEach(caret => caret.remove());
                  return Array.from(copy.children, line => line.textContent.replace(/[\\u2060\\ufeff\\u200b]/g, '')).join('\\n');
                }
                """);
    }

    /** Waits until the text of the document equals this. */
    Person readsExactly(String expected) {
        page.waitForCondition(() -> text().equals(expected), new WaitForConditionOptions().setTimeout(PATIENCE));
        return this;
    }

    /** Waits until both have the same text and it contains all of these. */
    Person agreesWith(Person other, String... parts) {
        for (String part : parts) {
            reads(part);
            other.reads(part);
        }
        page.waitForCondition(() -> text().equals(other.text()), new WaitForConditionOptions().setTimeout(PATIENCE));
        return this;
    }

    Person seesPeople(int count) {
        assertThat(see("presence-item")).hasCount(count);
        return this;
    }

    /** Waits for the caret of another person. */
    Person seesACaret() {
        assertThat(page.locator(".collaboration-carets__caret, .cm-ySelectionCaret")
                        .first())
                .isVisible();
        return this;
    }

    /** Waits until the page shows that all changes are saved. */
    Person seesSaved() {
        return seesStatus("saved");
    }

    Person seesStatus(String state) {
        assertThat(see("status")).hasAttribute("data-state", state);
        return this;
    }

    /** Waits until the page shows that it does not reach the server. */
    Person seesThatTheServerIsAway() {
        assertThat(see("status")).hasAttribute("data-state", Pattern.compile("offline|reconnecting"));
        return this;
    }

    /** Returns whether the page fits the width of the window. */
    boolean fitsTheWidth() {
        return (Boolean)
                page.evaluate("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth");
    }

    Locator see(String testId) {
        return page.getByTestId(testId);
    }

    /** Saves a screenshot in the build's folder. */
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
