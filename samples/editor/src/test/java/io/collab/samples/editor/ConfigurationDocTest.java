package io.collab.samples.editor;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.runtime.ConfigurationKeys;
import io.collab.spi.Setting;
import io.collab.spi.ordering.BusProvider;
import io.collab.spi.storage.StoreProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/**
 * docs/configuration.md is made of the keys themselves. Run with {@code -Dcollab.docs.write=true} to write it anew.
 */
class ConfigurationDocTest {
    private static final String INTRODUCTION = """
            # Configuration

            This page is generated from the keys themselves (`ConfigurationDocTest`); a test holds the two together.

            A key is given as a system property (`-Dcollab.store.url=…`, before `-jar`), as an environment variable
            (`COLLAB_STORE_URL`: upper case, everything else an underscore), or through MicroProfile Config where the server has it.
            A `collab.*` system property that nobody reads fails the start, for it is most likely misspelt; the environment is not
            checked, for other programs put theirs there. Durations are written as in ISO 8601 (`PT30S`, `PT5M`), sizes as a
            number of bytes, or with `KiB` or `MiB`.

            The sample editor has two options of its own, given after `-jar collab-editor.jar`: `--port` (8080) and `--host`
            (`127.0.0.1`; with `collab.auth.mode=open` everybody who reaches the address may read and write everything).
            """;

    @Test
    void the_page_shows_every_key_as_it_is() throws IOException {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        table(page, "The runtime", ConfigurationKeys.all());
        for (StoreProvider store : ServiceLoader.load(StoreProvider.class)) {
            table(page, "The document store `" + store.name() + "`", store.settings());
        }
        for (BusProvider bus : ServiceLoader.load(BusProvider.class)) {
            table(page, "The broadcast bus `" + bus.name() + "`", bus.settings());
        }
        Path file = Path.of(System.getProperty("basedir", "."), "../../docs/configuration.md");
        if (Boolean.getBoolean("collab.docs.write")) {
            Files.writeString(file, page);
        }
        assertThat(Files.readString(file)).isEqualTo(page.toString());
    }

    private static void table(StringBuilder page, String title, List<Setting<?>> settings) {
        page.append("\n## ").append(title).append("\n| key | default | what it means |\n| --- | --- | --- |\n");
        for (Setting<?> setting : settings) {
            String byDefault = setting.defaultText().isEmpty() ? "" : "`" + setting.defaultText() + "`";
            page.append("| `")
                    .append(setting.name())
                    .append("` | ")
                    .append(byDefault)
                    .append(" | ")
                    .append(setting.description())
                    .append(" |\n");
        }
    }
}
