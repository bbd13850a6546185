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

/** The folder of the tool's files: beside its own jar, in the build folder. */
public final class Workspace {
    private static final List<String> PACKAGES = List.of("package.json", "package-lock.json");
    private static final long NPM_MINUTES = 5;

    private final Path home;

    private Workspace(Path home) {
        this.home = home;
    }

    /** Returns the workspace beside the jar, or the folder of classes, that this runs from. */
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

    /** Returns the editor's jar of the same build. */
    public Path editorJar() {
        return home.resolve("../../../samples/editor/target/collab-editor.jar").normalize();
    }

    /** Returns the file for the output of a process. */
    public Path log(String name) throws IOException {
        Path logs = Files.createDirectories(home.resolve("benchmark-logs"));
        return logs.resolve(name + ".txt");
    }

    /** Returns a folder by its name; creates it if it is absent. */
    public Path folder(String name) throws IOException {
        return Files.createDirectories(home.resolve(name));
    }

    /** Creates a new folder, which the caller deletes. */
    public static Path temporary(String name) throws IOException {
        return Files.createTempDirectory("collab-" + name + "-");
    }

    /**
     * Returns the folder of the Node programs with their packages, pinned by a lock file; installs them if they are
     * absent.
     *
     * @throws IOException if npm is missing or fails
     */
    public Path nodePrograms() throws IOException {
        return nodePrograms(Workspace.class, "peers", List.of("hocuspocus.mjs", "fold.mjs"));
    }

    /**
     * Returns a folder of Node programs with their packages, pinned by a lock file; installs them if they are absent.
     *
     * @param beside the class beside whose resources the programs are
     * @param name the name of that folder, and of the installed one
     * @throws IOException if npm is missing or fails
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

    /** Deletes a folder with its content. */
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

    /** Returns the class path for another JVM, in another folder, that runs classes of this tool. */
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
