package io.collab.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.api.CollabRuntime;
import io.collab.crdt.YDoc;
import io.collab.jpa.JpaStoreProvider;
import io.collab.runtime.CollabNode;
import io.collab.tck.DocumentStoreTck;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The jars of the libraries, as the build publishes them. */
class LibraryJarsIT {
    /** The name of each library's module, and a class in it. */
    private static final Map<String, Class<?>> LIBRARIES = Map.of(
            "io.collab.api", CollabRuntime.class,
            "io.collab.tck", DocumentStoreTck.class,
            "io.collab.crdt", YDoc.class,
            "io.collab.runtime", CollabNode.class,
            "io.collab.jpa", JpaStoreProvider.class);

    @Test
    void eachNamesItsModule() {
        LIBRARIES.forEach((name, type) -> assertThat(
                        ModuleFinder.of(jarOf(type)).findAll())
                .extracting(ModuleReference::descriptor)
                .singleElement()
                .satisfies(module -> {
                    assertThat(module.name()).isEqualTo(name);
                    assertThat(module.packages()).contains(type.getPackageName());
                }));
    }

    @Test
    void resolveTogetherOnTheModulePath() {
        ModuleFinder jars = ModuleFinder.of(
                LIBRARIES.values().stream().map(LibraryJarsIT::jarOf).toArray(Path[]::new));

        Configuration resolved =
                ModuleLayer.boot().configuration().resolve(jars, ModuleFinder.of(), LIBRARIES.keySet());

        assertThat(resolved.modules()).hasSameSizeAs(LIBRARIES.keySet());
    }

    private static Path jarOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
