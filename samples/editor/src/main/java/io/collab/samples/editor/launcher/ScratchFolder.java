package io.collab.samples.editor.launcher;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The folder into which the server unpacks itself, about 170 MB. The server deletes it when it stops, but not when it
 * is killed. So each address and port has one folder, and a process that starts there empties it first: the port is
 * free, so no other process uses the folder.
 */
final class ScratchFolder {
    private static final String TEMPORARY_FOLDER = "java.io.tmpdir";

    private ScratchFolder() {}

    /**
     * Creates the folder, or empties it, makes it private to this user, and sets it as the temporary folder of this
     * process.
     *
     * @return the folder
     * @throws IOException if it cannot be written, or belongs to another user
     */
    static Path use(CommandLine commandLine) throws IOException {
        String user = System.getProperty("user.name");
        String name = "collab-editor-" + user + "-" + commandLine.host().replace(':', '_') + "-" + commandLine.port();
        Path folder = Path.of(System.getProperty(TEMPORARY_FOLDER), name);
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(folder);
        }
        boolean ours = Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                && Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).getName().endsWith(user);
        if (!ours) {
            throw new IOException(folder + " belongs to another user");
        }
        PosixFileAttributeView posix = Files.getFileAttributeView(folder, PosixFileAttributeView.class);
        if (posix != null) {
            posix.setPermissions(PosixFilePermissions.fromString("rwx------"));
        }
        empty(folder);
        System.setProperty(TEMPORARY_FOLDER, folder.toString());
        return folder;
    }

    private static void empty(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                if (!visited.equals(folder)) {
                    Files.delete(visited);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
