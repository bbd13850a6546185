package io.collab.runtime.websocket.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collab.api.ConfigurationException;
import org.junit.jupiter.api.Test;

class EndpointTransportTest {
    @Test
    void aFrameLimitAboveTheContainersBufferFailsTheStart() {
        assertThatThrownBy(() -> EndpointTransport.checkBuffer("17000000", 32 << 20))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        refused -> assertThat(refused.code()).isEqualTo("bad-setting"))
                .hasMessageContaining("collab.connection.max-frame is 33554432 bytes")
                .hasMessageContaining("org.glassfish.tyrus.servlet.incoming-buffer-size");
    }

    @Test
    void aFrameLimitThatFitsIsAccepted() {
        assertThatCode(() -> EndpointTransport.checkBuffer("17000000", 16 << 20))
                .doesNotThrowAnyException();
        assertThatCode(() -> EndpointTransport.checkBuffer(null, 4 << 20)).doesNotThrowAnyException();
    }
}
