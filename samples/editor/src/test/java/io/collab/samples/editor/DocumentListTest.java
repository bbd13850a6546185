package io.collab.samples.editor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collab.api.ConfigurationException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentListTest {
    @TempDir
    private Path folder;

    private StoreSettings settings;
    private EditorDatabase database;
    private DocumentList documents;

    @BeforeEach
    void open() {
        settings = new StoreSettings("jdbc:h2:file:" + folder.resolve("collab"), "sa", "");
        database = new EditorDatabase(settings);
        documents = new DocumentList(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void listsTheNewestFirst() {
        EditorDocument first = documents.create(new DocumentTitle("first"), DocumentKind.RICH);
        EditorDocument second = documents.create(new DocumentTitle("second"), DocumentKind.TEXT);
        documents.rename(first.id(), new DocumentTitle("renamed"), stored -> {});

        assertThat(documents.newestFirst()).extracting(EditorDocument::title).contains("renamed", "second");
        assertThat(documents.get(second.id()).kind()).isEqualTo(DocumentKind.TEXT);
    }

    @Test
    void changesTheVersionWithTheTitleOnly() {
        String id = documents.create(new DocumentTitle("a"), DocumentKind.RICH).id();
        long version = documents.get(id).version();

        assertThat(documents.rename(id, new DocumentTitle("a"), stored -> {}).version())
                .isEqualTo(version);
        assertThat(documents.rename(id, new DocumentTitle("b"), stored -> {}).version())
                .isNotEqualTo(version);
    }

    @Test
    void leavesADocumentAloneWhenThePreconditionThrows() {
        String id = documents.create(new DocumentTitle("a"), DocumentKind.RICH).id();

        assertThatThrownBy(() -> documents.rename(id, new DocumentTitle("b"), DocumentListTest::refuse))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> documents.delete(id, DocumentListTest::refuse))
                .isInstanceOf(IllegalStateException.class);

        assertThat(documents.get(id).title()).isEqualTo("a");
    }

    @Test
    void findsNothingUnderANameThatDatabasesRefuse() {
        assertThatThrownBy(() -> documents.get("\0".repeat(36)))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.DOCUMENT_NOT_FOUND));
    }

    @Test
    void namesTheMissingDocument() {
        assertThatThrownBy(() -> documents.get("nowhere"))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("nowhere");
    }

    @Test
    void keepsTheLongestTitle() {
        String title = "\uD83D\uDE42".repeat(DocumentTitle.MAX_CODE_POINTS);

        String id =
                documents.create(new DocumentTitle(title), DocumentKind.RICH).id();

        assertThat(documents.get(id).title()).isEqualTo(title);
    }

    @Test
    void survivesARestart() {
        String id = documents.create(new DocumentTitle("a"), DocumentKind.RICH).id();

        database.close();
        open();

        assertThat(documents.get(id).title()).isEqualTo("a");
    }

    @Test
    void opensADatabaseThatHasOtherTables() throws SQLException {
        StoreSettings shared = new StoreSettings("jdbc:h2:file:" + folder.resolve("shared"), "sa", "");
        try (Connection connection = DriverManager.getConnection(shared.url(), shared.user(), shared.password())) {
            connection.createStatement().execute("create table another_application (id int)");
        }

        try (EditorDatabase inShared = new EditorDatabase(shared)) {
            assertThat(new DocumentList(inShared).newestFirst()).isEmpty();
        }
    }

    @Test
    void refusesAUrlThatTheStoreDoesNotSupport() {
        assertThatThrownBy(() -> new StoreSettings("jdbc:nothing:x", "sa", ""))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("collab.store.url");
    }

    private static void refuse(EditorDocument stored) {
        throw new IllegalStateException("not this one: " + stored.id());
    }
}
