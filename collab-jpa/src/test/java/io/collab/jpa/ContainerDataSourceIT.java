package io.collab.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.spi.storage.AppendResult;
import io.collab.spi.storage.DocumentStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** A data source of a container, whose pool wraps connections and statements and does not unwrap them. */
class ContainerDataSourceIT {
    /** The number of submissions from which a batch gets a plan of its own. */
    private static final int LARGE = 64;

    @Test
    void aLargeBatchIsAppendedThroughAPoolThatUnwrapsNothing() throws SQLException {
        RunningPostgres.createDatabase("container");
        DataSource wrapped = wrapped(DataSource.class, RunningPostgres.database("container"));
        try (DocumentStore store = new JpaDocumentStore(new Database(wrapped, () -> {}, 5_000))) {
            StoredDocument document = StoredDocument.open(store, "a");

            assertThat(document.append(1, LARGE)).isInstanceOf(AppendResult.Committed.class);

            assertThat(document.seqsAfter(0)).hasSize(LARGE);
        }
    }

    private static <T> T wrapped(Class<T> type, Object inner) {
        return type.cast(Proxy.newProxyInstance(
                ContainerDataSourceIT.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "isWrapperFor":
                            return false;
                        case "unwrap":
                            throw new SQLException("this pool unwraps nothing");
                        default:
                            return wrappedResult(call(() -> method.invoke(inner, arguments)));
                    }
                }));
    }

    private static Object wrappedResult(Object result) {
        if (result instanceof Connection) {
            return wrapped(Connection.class, result);
        }
        return result instanceof PreparedStatement ? wrapped(PreparedStatement.class, result) : result;
    }

    /** A reflective call. */
    @FunctionalInterface
    private interface Reflective {
        Object call() throws ReflectiveOperationException;
    }

    private static Object call(Reflective reflective) throws Throwable {
        try {
            return reflective.call();
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }
}
