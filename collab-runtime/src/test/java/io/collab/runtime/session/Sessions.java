package io.collab.runtime.session;

import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.runtime.testing.WordEngine;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** The private state of sessions and their registry, read between two steps. */
final class Sessions {
    private Sessions() {}

    /** Returns the session that a registry has for a document, null if it has none. */
    static DocumentSession of(SessionRegistry registry, DocumentId document) {
        Object session =
                read(SessionRegistry.class, "sessions", registry, Map.class).get(document);
        return session == null ? null : (DocumentSession) ((CompletableFuture<?>) session).getNow(null);
    }

    /** Returns how often a document is held. */
    static int holds(SessionRegistry registry, DocumentId document) {
        Object holds = read(SessionRegistry.class, "holds", registry, Map.class).get(document);
        return holds == null ? 0 : (Integer) holds;
    }

    static boolean isClosed(DocumentSession session) {
        return read(DocumentSession.class, "closed", session, Boolean.class);
    }

    static Collection<?> participants(DocumentSession session) {
        return read(DocumentSession.class, "participants", session, Collection.class);
    }

    /** Returns whether these words are in the document of a session, or it has another generation. */
    static boolean contains(DocumentSession session, Generation generation, Set<String> words) {
        DocumentState state = read(DocumentSession.class, "state", session, DocumentState.class);
        return !state.generation().equals(generation)
                || WordEngine.words(state.replica().snapshot()).containsAll(words);
    }

    private static <T> T read(Class<?> owner, String name, Object object, Class<T> type) {
        try {
            Field field = owner.getDeclaredField(name);
            field.setAccessible(true);
            return type.cast(field.get(object));
        } catch (ReflectiveOperationException renamed) {
            throw new IllegalStateException(renamed);
        }
    }
}
