package io.collab.runtime.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collab.api.ConfigurationException;
import org.junit.jupiter.api.Test;

class WebSocketTransportTest {
    @Test
    void aFrameLimitAboveTheContainersBufferFailsTheStart() {
        assertThatThrownBy(() -> WebSocketTransport.checkBuffer("17000000", 32 << 20))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        refused -> assertThat(refused.code()).isEqualTo("bad-setting"))
                .hasMessageContaining("collab.connection.max-frame is 33554432 bytes")
                .hasMessageContaining("org.glassfish.tyrus.servlet.incoming-buffer-size");
    }

    @Test
    void aFrameLimitThatFitsIsAccepted() {
        assertThatCode(() -> WebSocketTransport.checkBuffer("17000000", 16 << 20))
                .doesNotThrowAnyException();
        assertThatCode(() -> WebSocketTransport.checkBuffer(null, 32 << 20)).doesNotThrowAnyException();
    }
}
