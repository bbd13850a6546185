package io.collab.samples.editor;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.jpa.JpaStoreProvider;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An undeployed application releases all its resources, so that its next version can use them. */
class RedeployIT {
    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private String storeUrl;
    private StoreSettings settings;
    private Process server;
    private BufferedReader answers;
    private PrintWriter commands;
    private int port;

    @BeforeEach
    void start() throws IOException {
        storeUrl = "jdbc:h2:file:" + folder.resolve("collab");
        settings = new StoreSettings(StoreSettings.ofItsOwn(storeUrl), "", "");
        port = freePort();
        String classPath =
                System.getProperty("payara.microJar") + File.pathSeparator + System.getProperty("test.classes");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m"));
        command.addAll(packagesThatPayaraOpens());
        command.addAll(List.of("-Dcollab.store.url=" + storeUrl, "-cp", classPath));
        command.addAll(List.of(RedeployServer.class.getName(), System.getProperty("editor.war")));
        command.add(Integer.toString(port));
        server = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(Path.of(System.getProperty("test.output"), "redeploy-server.log")
                        .toFile())
                .start();
        answers = server.inputReader(StandardCharsets.UTF_8);
        commands = new PrintWriter(server.outputWriter(StandardCharsets.UTF_8), true);
        assertThat(answer()).isEqualTo("up");
    }

    @AfterEach
    void stop() {
        commands.close();
        server.onExit().join();
    }

    @Test
    void theNextDeploymentFindsEverythingFree() throws Exception {
        assertThat(ask("deploy")).isEqualTo("true");
        assertThat(create("kept").statusCode()).isEqualTo(201);
        SocketPeer writer =
                SocketPeer.hocuspocus(client, at("ws", "collab/h"), "kept", 1).sync();
        writer.type("kept as well");

        assertThat(ask("undeploy")).isEqualTo("[]");

        assertThat(writer.closeCode()).isEqualTo(1012);
        assertThat(ask("threads").toLowerCase(Locale.ROOT)).doesNotContain("hikari", "h2 ", "mvstore", "collab");
        try (EditorDatabase unlocked = new EditorDatabase(settings)) {
            assertThat(new DocumentList(unlocked).newestFirst())
                    .extracting(EditorDocument::title)
                    .containsExactly("kept");
        }
        try (Connection unlocked = DriverManager.getConnection(JpaStoreProvider.urlInUse(storeUrl))) {
            assertThat(unlocked.isValid(1)).isTrue();
        }

        assertThat(ask("deploy")).isEqualTo("true");
        assertThat(list().body()).contains("kept");
        SocketPeer reader = SocketPeer.y(client, at("ws", "collab/y/kept"), 2).sync();
        assertThat(reader.doc().getText("content").toString()).isEqualTo("kept as well");
        reader.hangUp();
    }

    /**
     * The options for the packages that the manifest of Payara's jar opens, which have an effect with {@code -jar}
     * only.
     */
    private static List<String> packagesThatPayaraOpens() throws IOException {
        try (JarFile jar = new JarFile(System.getProperty("payara.microJar"))) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            return Stream.of("Add-Opens", "Add-Exports")
                    .flatMap(kind -> Stream.of(manifest.getValue(kind).split(" "))
                            .map(name -> "--" + kind.toLowerCase(Locale.ROOT) + "=" + name + "=ALL-UNNAMED"))
                    .toList();
        }
    }

    private HttpResponse<String> create(String title) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(at("http", "api/documents"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"title\":\"" + title + "\",\"kind\":\"rich\"}"))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> list() throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(at("http", "api/documents")).build(), BodyHandlers.ofString());
    }

    private URI at(String scheme, String path) {
        return URI.create(scheme + "://127.0.0.1:" + port + "/editor/" + path);
    }

    private String ask(String command) throws IOException {
        commands.println(command);
        return answer();
    }

    private String answer() throws IOException {
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.startsWith(RedeployServer.ANSWER)) {
                return line.substring(RedeployServer.ANSWER.length());
            }
        }
        throw new IOException("The server has ended; its log is in the build's folder.");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
