package io.collab.samples.editor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.collab.api.CollabRuntime;
import io.collab.api.DocumentHandle;
import io.collab.api.DocumentId;
import io.collab.crdt.YDoc;
import jakarta.inject.Inject;
import jakarta.persistence.Persistence;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Runs inside Payara, in the editor's own class loader. The last two tests close the runtime and check its health from
 * outside.
 */
@ArquillianTest
@TestMethodOrder(OrderAnnotation.class)
class InServerIT {
    private static final int AFTER_ALL_ELSE = Integer.MAX_VALUE;
    private static final String OF_THE_APPLICATION =
            "module editor, transaction active, class loader of the application";

    @Inject
    private DocumentList documents;

    @Inject
    private CollabRuntime runtime;

    @Inject
    private ContextProbe probe;

    @ArquillianResource
    private URL base;

    @Deployment
    static WebArchive editor() {
        return EditorArchive.war().addClasses(InServerIT.class, ContextProbe.class, SocketPeer.class);
    }

    @Test
    void ownLibrariesHavePriorityOverTheServers() throws ReflectiveOperationException {
        ClassLoader ours = DocumentList.class.getClassLoader();
        Class<?> h2 = Class.forName("org.h2.engine.Constants", true, ours);

        assertSame(ours, h2.getClassLoader());
        assertEquals("2.4.240", h2.getField("VERSION").get(null));
        assertEquals("6.6.56.Final", org.hibernate.Version.getVersionString());
        assertSame(ours, org.hibernate.Version.class.getClassLoader());
    }

    @Test
    void theServersInterfacesAreUsed() {
        assertNotSame(DocumentList.class.getClassLoader(), Persistence.class.getClassLoader());
    }

    @Test
    void beansAreInjectedByConstructor() {
        String id = documents
                .create(new DocumentTitle("in the server"), DocumentKind.RICH)
                .id();

        assertEquals("in the server", documents.get(id).title());
    }

    @Test
    void theRuntimeIsInjected() throws Exception {
        try (DocumentHandle handle = runtime.document(DocumentId.of("never edited"))) {
            String text = handle.read(YDoc.class, doc -> doc.getText("content").toString())
                    .toCompletableFuture()
                    .get(1, TimeUnit.MINUTES);

            assertEquals("", text);
        }
    }

    @Test
    void accessChecksRunInTheContextOfTheApplication() throws Exception {
        probe.calls().clear();
        SocketPeer peer = SocketPeer.hocuspocus(HttpClient.newHttpClient(), hocuspocus(), "checked", 1)
                .sync();

        assertEquals("authenticator: " + OF_THE_APPLICATION, probe.calls().poll());
        assertEquals("authorizer: " + OF_THE_APPLICATION, probe.calls().poll());
        peer.hangUp();
    }

    @Test
    void readersAndListenersOfADocumentRunInTheContextOfTheApplication() throws Exception {
        CompletableFuture<String> listener = new CompletableFuture<>();
        try (DocumentHandle handle = runtime.document(DocumentId.of("observed"))) {
            handle.onCommit(commit -> listener.complete(ContextProbe.current()));
            SocketPeer.hocuspocus(HttpClient.newHttpClient(), hocuspocus(), "observed", 1)
                    .sync()
                    .type("a")
                    .hangUp();

            assertEquals(OF_THE_APPLICATION, listener.get(1, TimeUnit.MINUTES));
            assertEquals(
                    OF_THE_APPLICATION,
                    handle.read(YDoc.class, doc -> ContextProbe.current())
                            .toCompletableFuture()
                            .get(1, TimeUnit.MINUTES));
        }
    }

    private URI hocuspocus() {
        return URI.create("ws://127.0.0.1:" + base.getPort() + base.getPath() + "collab/h");
    }

    @Test
    @Order(AFTER_ALL_ELSE - 1)
    void theRuntimeCloses() {
        runtime.close();
    }

    @Test
    @RunAsClient
    @Order(AFTER_ALL_ELSE)
    void isNotReadyAnyMoreButAlive() throws Exception {
        assertEquals(503, status("/health/ready"));
        assertEquals(200, status("/health/live"));
    }

    private int status(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + base.getPort() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                .statusCode();
    }
}
