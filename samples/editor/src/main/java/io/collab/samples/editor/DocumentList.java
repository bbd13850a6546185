package io.collab.samples.editor;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** The documents that there are. Each call is one transaction; any thread may call it. */
@Singleton
public class DocumentList {
    /** As many as one answer shows, the newest first. */
    static final int MAX_LISTED = 1000;

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
     * @throws ApiException {@link ErrorCode#DOCUMENT_NOT_FOUND} if there is none
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
     * Renames a document after a look at what is stored. The look happens under the row's lock: nobody changes the document
     * between it and the commit.
     *
     * @param precondition throws what {@code rename} is to throw
     * @throws ApiException {@link ErrorCode#DOCUMENT_NOT_FOUND} if there is none
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
     * Takes a document off the list, after a look under the row's lock.
     *
     * @param precondition throws what {@code delete} is to throw
     * @throws ApiException {@link ErrorCode#DOCUMENT_NOT_FOUND} if there is none
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
        EditorDocument document = entityManager.find(EditorDocument.class, id, lock);
        if (document == null) {
            throw new ApiException(ErrorCode.DOCUMENT_NOT_FOUND, "There is no document " + id + ".");
        }
        return document;
    }
}
