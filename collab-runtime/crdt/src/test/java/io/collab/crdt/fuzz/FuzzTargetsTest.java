package io.collab.crdt.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs the fuzz targets over their seeds and over every prefix of each, so that earlier findings are tested. */
class FuzzTargetsTest {

    private static final Map<String, Consumer<byte[]>> TARGETS = new TreeMap<>(Map.of(
            "Decode", FuzzTargets.Decode::fuzzerTestOneInput,
            "DecodeV2", FuzzTargets.DecodeV2::fuzzerTestOneInput,
            "Merge", FuzzTargets.Merge::fuzzerTestOneInput,
            "Diff", FuzzTargets.Diff::fuzzerTestOneInput,
            "Convert", FuzzTargets.Convert::fuzzerTestOneInput,
            "Presence", FuzzTargets.Presence::fuzzerTestOneInput,
            "Value", FuzzTargets.Value::fuzzerTestOneInput,
            "JsonText", FuzzTargets.JsonText::fuzzerTestOneInput,
            "Reference", FuzzTargets.Reference::fuzzerTestOneInput));

    @TestFactory
    Stream<DynamicTest> everySeedKeepsThePromises() {
        return TARGETS.entrySet().stream()
                .map(target -> DynamicTest.dynamicTest(target.getKey(), () -> run(target.getKey(), target.getValue())));
    }

    private static void run(String name, Consumer<byte[]> target) throws IOException, URISyntaxException {
        List<Path> seeds = seeds(name);
        assertThat(seeds).isNotEmpty();
        for (Path seed : seeds) {
            byte[] input = Files.readAllBytes(seed);
            for (int length = input.length; length >= 0; length--) {
                target.accept(Arrays.copyOf(input, length));
            }
        }
    }

    private static List<Path> seeds(String name) throws IOException, URISyntaxException {
        Path folder = Path.of(FuzzTargetsTest.class.getResource("/fuzz/" + name).toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
