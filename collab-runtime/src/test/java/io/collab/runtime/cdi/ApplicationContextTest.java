package io.collab.runtime.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.api.Authenticator;
import io.collab.api.StorageException;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** InServerIT of the sample tests the context of a container. */
class ApplicationContextTest {
    @Test
    void withoutAContainerApplicationCodeRunsAsItIs() {
        ApplicationContext context = ApplicationContext.find();
        Authenticator authenticator = credentials -> {
            throw new StorageException("unavailable", "the directory of users does not answer");
        };
        Function<String, String> reader = text -> text;
        assertThat(context.object(authenticator, Authenticator.class)).isSameAs(authenticator);
        assertThat(context.function(reader)).isSameAs(reader);
    }
}
