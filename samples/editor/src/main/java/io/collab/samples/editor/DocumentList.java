package io.collab.samples.editor;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** The list of documents. Thread-safe. Each call is one transaction and blocks on the database. */
@Singleton
public class DocumentList {
    /** The maximum number of documents in one response. */
    static final int MAX_LISTED = 1000;

    private static final Pattern ID = Pattern.compile("[0-9a-f-]{36}");

    private final EditorDatabase database;

    @Inject
    DocumentList(EditorDatabase database) {
        this.database = database;
    }

    List<EditorDocument> newestFirst() {
        return database.inTransaction(entityManager -> entityManager
                .createQuery("select d from EditorDocument d order by d.updatedAt desc, d.id", EditorDocument.class)
                .setMaxResults(MAX_LISTED)
                .getResultList());
    }

    /**
     * Returns a document.
     *
     * @throws ApiException {@link ErrorCode#DOCUMENT_NOT_FOUND} if it does not exist
     */
    EditorDocument get(String id) {
        return database.inTransaction(entityManager -> find(entityManager, id, LockModeType.NONE));
    }

    EditorDocument create(DocumentTitle title, DocumentKind kind) {
        EditorDocument document = new EditorDocument(UUID.randomUUID().toString(), title, kind, Instant.now());
        return database.inTransaction(entityManager -> {
            entityManager.persist(document);
            return document;
        });
    }

    /**
     * Renames a document if a precondition on the stored one holds. The precondition runs under the row's lock, so the
     * document does not change between it and the commit.
     *
     * @param precondition throws to reject the change; {@code rename} throws the same
     * @throws ApiException {@link ErrorCode#DOCUMENT_NOT_FOUND} if the document does not exist
     */
    EditorDocument rename(String id, DocumentTitle title, Consumer<EditorDocument> precondition) {
        return database.inTransaction(entityManager -> {
            EditorDocument document = find(entityManager, id, LockModeType.PESSIMISTIC_WRITE);
            precondition.accept(document);
            document.rename(title, Instant.now());
            entityManager.flush();
            return document;
        });
    }

    /**
     * Removes a document from the list if a precondition on the stored one holds; it runs under the row's lock. The
     * text of the document stays in the collaboration log.
     *
     * @param precondition throws to reject the change; {@code delete} throws the same
     * @throws ApiException {@link ErrorCode#DOCUMENT_NOT_FOUND} if the document does not exist
     */
    void delete(String id, Consumer<EditorDocument> precondition) {
        database.inTransaction(entityManager -> {
            EditorDocument document = find(entityManager, id, LockModeType.PESSIMISTIC_WRITE);
            precondition.accept(document);
            entityManager.remove(document);
            return document;
        });
    }

    private static EditorDocument find(EntityManager entityManager, String id, LockModeType lock) {
        boolean possible = ID.matcher(id).matches(); // databases refuse some characters with an error
        EditorDocument document = possible ? entityManager.find(EditorDocument.class, id, lock) : null;
        if (document == null) {
            throw new ApiException(ErrorCode.DOCUMENT_NOT_FOUND, "There is no document " + id + ".");
        }
        return document;
    }
}
