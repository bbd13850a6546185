package io.collab.samples.editor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.inject.Inject;
import jakarta.persistence.Persistence;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** Runs inside Payara, in the editor's own class loader. */
@ArquillianTest
class InServerIT {
    @Inject
    private DocumentList documents;

    @Deployment
    static WebArchive editor() {
        return EditorArchive.war().addClass(InServerIT.class);
    }

    @Test
    void ownLibrariesWinOverTheServers() throws ReflectiveOperationException {
        ClassLoader ours = DocumentList.class.getClassLoader();
        Class<?> h2 = Class.forName("org.h2.engine.Constants", true, ours);

        assertSame(ours, h2.getClassLoader());
        assertEquals("2.4.240", h2.getField("VERSION").get(null));
        assertEquals("6.6.56.Final", org.hibernate.Version.getVersionString());
        assertSame(ours, org.hibernate.Version.class.getClassLoader());
    }

    @Test
    void theServersInterfacesAreUsed() {
        assertTrue(Persistence.class.getClassLoader() != DocumentList.class.getClassLoader());
    }

    @Test
    void beansAreInjectedByConstructor() {
        String id = documents
                .create(new DocumentTitle("in the server"), DocumentKind.RICH)
                .id();

        assertEquals("in the server", documents.get(id).title());
    }
}
