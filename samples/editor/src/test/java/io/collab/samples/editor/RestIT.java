package io.collab.samples.editor;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The editor in Payara as a REST client sees it, under a context path. */
@ArquillianTest
@RunAsClient
class RestIT {
    private final HttpClient client = HttpClient.newHttpClient();

    @ArquillianResource
    private URL base;

    @Deployment(testable = false)
    static WebArchive editor() {
        return EditorArchive.war();
    }

    @Test
    void createsAndFindsADocument() throws Exception {
        HttpResponse<String> created = post("{\"title\":\" Größe 🙂 \",\"kind\":\"rich\"}");
        JsonObject document = json(created);

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(document.getString("title")).isEqualTo("Größe 🙂");
        assertThat(document.keySet()).containsExactly("id", "title", "kind", "createdAt", "updatedAt");
        URI location = URI.create(header(created, "location"));
        assertThat(location.getPath()).endsWith("/editor/api/documents/" + document.getString("id"));
        assertThat(json(send(to(pathOf(document)).GET()))).isEqualTo(document);
        assertThat(json(send(to("api/documents").GET())).getJsonArray("documents"))
                .contains(document);
    }

    @Test
    void answersNothingNewTo304() throws Exception {
        JsonObject document = json(post("{\"title\":\"a\",\"kind\":\"text\"}"));
        for (String path : new String[] {"api/documents", pathOf(document), "index.html"}) {
            HttpResponse<String> first = send(to(path).GET());
            String tag = header(first, "etag");

            HttpResponse<String> second =
                    send(to(path).header("If-None-Match", tag).GET());

            assertThat(second.statusCode()).as(path).isEqualTo(304);
            assertThat(header(second, "etag")).isEqualTo(tag);
            assertThat(header(second, "cache-control")).isEqualTo("no-cache");
        }
    }

    @Test
    void changesTheListsTagWithAnyTitle() throws Exception {
        JsonObject document = json(post("{\"title\":\"a\",\"kind\":\"text\"}"));
        String before = header(send(to("api/documents").GET()), "etag");

        send(to(pathOf(document)).PUT(BodyPublishers.ofString("{\"title\":\"b\"}")));

        assertThat(header(send(to("api/documents").GET()), "etag")).isNotEqualTo(before);
    }

    @Test
    void renamesOnlyWhatTheClientHasSeen() throws Exception {
        HttpResponse<String> created = post("{\"title\":\"a\",\"kind\":\"rich\"}");
        String path = pathOf(json(created));
        String tag = header(created, "etag");

        HttpResponse<String> renamed =
                send(to(path).header("If-Match", tag).PUT(BodyPublishers.ofString("{\"title\":\"b\"}")));
        HttpResponse<String> late =
                send(to(path).header("If-Match", tag).PUT(BodyPublishers.ofString("{\"title\":\"c\"}")));
        HttpResponse<String> lateDelete = send(to(path).header("If-Match", tag).DELETE());

        assertThat(json(renamed).getString("title")).isEqualTo("b");
        assertThat(late.statusCode()).isEqualTo(412);
        assertThat(json(late).getString("code")).isEqualTo("version-mismatch");
        assertThat(lateDelete.statusCode()).isEqualTo(412);
        assertThat(json(send(to(path).GET())).getString("title")).isEqualTo("b");
    }

    @Test
    void deletesOnce() throws Exception {
        String path = pathOf(json(post("{\"title\":\"a\",\"kind\":\"rich\"}")));

        assertThat(send(to(path).DELETE()).statusCode()).isEqualTo(204);

        HttpResponse<String> again = send(to(path).DELETE());
        assertThat(again.statusCode()).isEqualTo(404);
        assertThat(json(again).getString("code")).isEqualTo("document-not-found");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                | 400 | title-invalid",
                "{\"title\":\"a\",\"kind\":\"pdf\"} | 400 | kind-invalid",
                "nonsense                          | 400 | body-invalid",
            })
    void namesWhatIsWrong(String body, int status, String code) throws Exception {
        HttpResponse<String> response = post(body);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(json(response).getString("code")).isEqualTo(code);
        assertThat(json(response).getString("message")).isNotBlank();
        assertThat(header(response, "cache-control")).isEqualTo("no-cache");
    }

    @Test
    void answersInJsonAlsoWhereTheServerRefuses() throws Exception {
        assertThat(json(send(to("api/nothing").GET())).getString("code")).isEqualTo("not-found");
        assertThat(json(send(to("api/documents").DELETE())).getString("code")).isEqualTo("method-not-allowed");
        assertThat(json(send(HttpRequest.newBuilder(at("api/documents")).POST(BodyPublishers.ofString("x"))))
                        .getString("code"))
                .isEqualTo("unsupported-media-type");
    }

    @ParameterizedTest
    @CsvSource({"GET, If-None-Match, garbage", "PUT, If-Match, garbage", "GET, Accept, garbage"})
    void aHeaderThatCannotBeReadIsTheClientsMistake(String method, String header, String value) throws Exception {
        String path = pathOf(json(post("{\"title\":\"a\",\"kind\":\"text\"}")));
        HttpRequest.Builder request =
                to(path).method(method, method.equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString("{}"));

        HttpResponse<String> response = send(request.setHeader(header, value));

        assertThat(response.statusCode()).isBetween(400, 499);
        assertThat(response.body().length()).isLessThan(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%ff",
                "/%00",
                "/editor/%ff",
                "/editor/%00",
                "/editor/assets/%00.js",
                "/editor/api/documents/%ff",
                "/editor/api/documents/%00",
                "/editor/collab/y/%ff",
                "/editor/collab/y/%00"
            })
    void aPathThatCannotBeReadIsTheClientsMistake(String path) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", base.getPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);

            assertThat(answer).startsWith("HTTP/1.1 4").doesNotContain("Exception", "\tat ");
        }
    }

    @Test
    void guardsThePage() throws Exception {
        HttpResponse<String> page = send(to("").GET());

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(header(page, "cache-control")).isEqualTo("no-cache");
        assertThat(header(page, "x-content-type-options")).isEqualTo("nosniff");
        assertThat(header(page, "content-security-policy")).contains("script-src 'self'");
        assertThat(page.body()).doesNotContain("src=\"/").doesNotContain("href=\"/");
    }

    @Test
    void keepsHashedFilesForAYear() throws Exception {
        String page = send(to("").GET()).body();
        String script = page.replaceAll("(?s).*src=\"(?:\\./)?(assets/[^\"]+\\.js)\".*", "$1");

        assertThat(header(send(to(script).GET()), "cache-control")).isEqualTo("public, max-age=31536000, immutable");
        HttpResponse<String> absent = send(to("assets/absent.js").GET());
        assertThat(absent.statusCode()).isEqualTo(404);
        assertThat(header(absent, "cache-control")).isEqualTo("no-cache");
    }

    @Test
    void reportsThatItIsHealthy() throws Exception {
        for (String path : new String[] {"/health/live", "/health/ready"}) {
            HttpResponse<String> health =
                    send(HttpRequest.newBuilder(at("").resolve(path)).GET());

            assertThat(health.statusCode()).as(path).isEqualTo(200);
            assertThat(json(health).getString("status")).isEqualTo("UP");
        }
    }

    private HttpResponse<String> post(String body) throws IOException, InterruptedException {
        return send(to("api/documents").POST(BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(at(path)).header("Content-Type", "application/json");
    }

    /**
     * Only the port comes from Arquillian: its host is an address of the network, while the server listens on the
     * loopback address, and its path is / if the container's adapter could not parse the server's output.
     */
    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + base.getPort() + EditorArchive.CONTEXT_PATH)
                .resolve(path);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static String pathOf(JsonObject document) {
        return "api/documents/" + document.getString("id");
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElseThrow(() -> new AssertionError("no header " + name));
    }

    private static JsonObject json(HttpResponse<String> response) {
        return Json.createReader(new StringReader(response.body())).readObject();
    }
}
