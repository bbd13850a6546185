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
 * docs/configuration.md is generated from the keys. {@code -Dcollab.docs.write=true} writes it again.
 */
class ConfigurationDocTest {
    private static final String INTRODUCTION = """
            # Configuration

            This page is generated from the keys by `ConfigurationDocTest`, which fails if they differ.

            A key is set as a system property (`-Dcollab.store.url=…`, before `-jar`), as an environment variable
            (`COLLAB_STORE_URL`: upper case, everything else an underscore), or through MicroProfile Config where the server has it.
            An unknown `collab.*` system property fails the start, because it is most likely misspelt; the environment is not
            checked, because it holds variables of other programs. Durations have the form of ISO 8601 (`PT30S`, `PT5M`), sizes are
            a number of bytes, or a number with `KiB` or `MiB`.

            The sample editor has two options of its own, after `-jar collab-editor.jar`: `--port` (8080) and `--host`
            (`127.0.0.1`; with `collab.auth.mode=open` any client that reaches the address may read and write every document).
            It does not support `collab.store.datasource`.
            """;

    @Test
    void thePageShowsEveryKeyAsItIs() throws IOException {
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
