package io.collab.runtime.cdi;

import jakarta.enterprise.concurrent.ContextService;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/**
 * Runs application code in the context of the application, on whichever thread it is called: {@code java:comp}, the class loader
 * and the user, with no transaction. The context is that of the thread that passes the code in. A container without Jakarta
 * Concurrency has no such context: the code runs as it is. Thread-safe; does not block.
 */
interface ApplicationContext {
    /**
     * Returns an object whose methods run in the context of the calling thread.
     *
     * @param <T> an interface
     */
    <T> T object(T code, Class<T> type);

    /** Returns a function that runs in the context of the calling thread. */
    <A, R> Function<A, R> function(Function<A, R> code);

    /** Returns a consumer that runs in the context of the calling thread. */
    <A> Consumer<A> consumer(Consumer<A> code);

    /** Returns the context service that this container has. */
    static ApplicationContext find() {
        try {
            return new Contextual(InitialContext.doLookup("java:comp/DefaultContextService"));
        } catch (NamingException | NoClassDefFoundError none) {
            return new Plain();
        }
    }

    /** Jakarta Concurrency. */
    record Contextual(ContextService service) implements ApplicationContext {
        @Override
        public <T> T object(T code, Class<T> type) {
            return service.createContextualProxy(code, type);
        }

        @Override
        public <A, R> Function<A, R> function(Function<A, R> code) {
            return service.contextualFunction(code);
        }

        @Override
        public <A> Consumer<A> consumer(Consumer<A> code) {
            return service.contextualConsumer(code);
        }
    }

    /** No context. */
    record Plain() implements ApplicationContext {
        @Override
        public <T> T object(T code, Class<T> type) {
            return code;
        }

        @Override
        public <A, R> Function<A, R> function(Function<A, R> code) {
            return code;
        }

        @Override
        public <A> Consumer<A> consumer(Consumer<A> code) {
            return code;
        }
    }
}
