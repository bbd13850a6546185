package io.collab.samples.editor;

import java.io.File;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The WAR of this build: the tests run the file that users get. */
final class EditorArchive {
    /** The context path in the servers: the name of the file. */
    static final String CONTEXT_PATH = "/editor/";

    private EditorArchive() {}

    static WebArchive war() {
        return ShrinkWrap.create(ZipImporter.class, "editor.war")
                .importFrom(new File(System.getProperty("editor.war")))
                .as(WebArchive.class);
    }
}
