package io.collab.samples.editor;

import java.io.File;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The WAR that the build has just made: what the tests run in a server is what users get. */
final class EditorArchive {
    /** Where the servers put it: the name of the file. */
    static final String CONTEXT_PATH = "/editor/";

    private EditorArchive() {}

    static WebArchive war() {
        return ShrinkWrap.create(ZipImporter.class, "editor.war")
                .importFrom(new File(System.getProperty("editor.war")))
                .as(WebArchive.class);
    }
}
