package io.collab.benchmarks.server;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where the tool keeps things: beside its own jar, which is a build folder. */
public final class Workspace {
    private static final List<String> PACKAGES = List.of("package.json", "package-lock.json");
    private static final long NPM_MINUTES = 5;

    private final Path home;

    private Workspace(Path home) {
        this.home = home;
    }

    /** Beside the jar, or the folder of classes, that this runs from. */
    public static Workspace beside() {
        try {
            Path code = Path.of(Workspace.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return new Workspace(code.toAbsolutePath().getParent());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The editor's jar, as the same build has left it. */
    public Path editorJar() {
        return home.resolve("../../../samples/editor/target/collab-editor.jar").normalize();
    }

    /** Where a process's output goes. */
    public Path log(String name) throws IOException {
        Path logs = Files.createDirectories(home.resolve("benchmark-logs"));
        return logs.resolve(name + ".txt");
    }

    /** A folder of that name, made if need be. */
    public Path folder(String name) throws IOException {
        return Files.createDirectories(home.resolve(name));
    }

    /** A new folder that the caller deletes. */
    public static Path temporary(String name) throws IOException {
        return Files.createTempDirectory("collab-" + name + "-");
    }

    /**
     * The Node programs with their packages, pinned by a lock file; installed when they are not there yet.
     *
     * @throws IOException if npm is not there or fails
     */
    public Path nodePrograms() throws IOException {
        return nodePrograms(Workspace.class, "peers", List.of("hocuspocus.mjs", "fold.mjs"));
    }

    /**
     * Node programs with their packages, pinned by a lock file; installed when they are not there yet.
     *
     * @param beside the class that has the programs in a folder beside it
     * @param name of that folder, and of the one where they are put
     * @throws IOException if npm is not there or fails
     */
    public Path nodePrograms(Class<?> beside, String name, List<String> programs) throws IOException {
        Path folder = Files.createDirectories(home.resolve(name));
        List<String> files = new ArrayList<>(PACKAGES);
        files.addAll(programs);
        for (String file : files) {
            try (InputStream in = beside.getResourceAsStream(name + "/" + file)) {
                if (in == null) {
                    throw new IOException("the jar lacks " + file);
                }
                Files.copy(in, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Path installed = folder.resolve("node_modules/.package-lock.json");
        if (!Files.exists(installed)) {
            npm(folder);
        }
        return folder;
    }

    /** Deletes a folder with all that is in it. */
    public static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** The class path for another JVM, in another folder, that runs classes of this tool. */
    public static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private void npm(Path folder) throws IOException {
        Path log = log("npm");
        Process npm = new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!npm.waitFor(NPM_MINUTES, TimeUnit.MINUTES) || npm.exitValue() != 0) {
                npm.destroyForcibly();
                throw new IOException("npm ci failed; see " + log);
            }
        } catch (InterruptedException interrupted) {
            npm.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted", interrupted));
        }
    }
}
