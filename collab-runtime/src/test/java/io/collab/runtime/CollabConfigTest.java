package io.collab.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collab.api.ConfigurationException;
import io.collab.runtime.commit.CommitLimits;
import io.collab.runtime.flow.ConnectionLimits;
import io.collab.runtime.ordering.OrderingLimits;
import io.collab.runtime.session.SessionResources;
import io.collab.spi.Setting;
import io.collab.spi.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CollabConfigTest {
    record Key(String name, String value, Function<CollabConfig, Object> accessor, Object expected) {
        @Override
        public String toString() {
            return name + "=" + value;
        }
    }

    static Stream<Key> keys() {
        return Stream.of(
                new Key("collab.store", "jpa", CollabConfig::store, "jpa"),
                new Key("collab.bus", "memory", CollabConfig::bus, "memory"),
                new Key("collab.auth.mode", " open ", CollabConfig::node, ""),
                new Key("collab.node", "n1", CollabConfig::node, "n1"),
                new Key("collab.commit.lanes", "7", CollabConfig::commitLanes, 7),
                new Key("collab.commit.max-rows", "7", config -> config.commit().maxRows(), 7),
                new Key(
                        "collab.commit.max-bytes",
                        "3KiB",
                        config -> config.commit().maxBytes(),
                        3 << 10),
                new Key("collab.read.threads", "7", CollabConfig::readThreads, 7),
                new Key("collab.read.queue", "7", CollabConfig::readQueue, 7),
                new Key("collab.connection.websocket", "Upgrade", CollabConfig::webSocket, WebSocketKind.UPGRADE),
                new Key(
                        "collab.connection.max-frame",
                        "7MiB",
                        config -> config.connection().maxFrameBytes(),
                        7 << 20),
                new Key(
                        "collab.connection.max-sync",
                        "7KiB",
                        config -> config.connection().maxSyncBytes(),
                        7 << 10),
                new Key(
                        "collab.connection.send-queue",
                        "7",
                        config -> config.connection().outbound().queueBytes(),
                        7),
                new Key(
                        "collab.connection.documents",
                        "7",
                        config -> config.connection().documents(),
                        7),
                new Key(
                        "collab.document.buffer",
                        "7",
                        config -> config.session().limits().waitingBytes(),
                        7),
                new Key(
                        "collab.document.max-size",
                        "7",
                        config -> config.session().limits().documentBytes(),
                        7),
                new Key(
                        "collab.document.load-timeout",
                        "PT7S",
                        config -> config.session().timeouts().load(),
                        Duration.ofSeconds(7)),
                new Key(
                        "collab.document.idle-timeout",
                        "PT7S",
                        config -> config.session().timeouts().idleUnload(),
                        Duration.ofSeconds(7)),
                new Key("collab.document.max-insertion", "7", CollabConfig::maxInsertionBytes, 7),
                new Key(
                        "collab.ordering.poll",
                        "PT7S",
                        config -> config.ordering().pollInterval(),
                        Duration.ofSeconds(7)),
                new Key(
                        "collab.ordering.poll-interrupted",
                        "PT7S",
                        config -> config.ordering().interruptedPollInterval(),
                        Duration.ofSeconds(7)),
                new Key("collab.shutdown-timeout", "PT7S", CollabConfig::shutdownTimeout, Duration.ofSeconds(7)));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void everyKeyIsRead(Key key) {
        assertThat(key.accessor().apply(config(Map.of(key.name(), key.value()))))
                .isEqualTo(key.expected());
    }

    @Test
    void theTestReadsAllKeys() {
        assertThat(keys().map(Key::name))
                .containsExactlyElementsOf(
                        ConfigurationKeys.all().stream().map(Setting::name).toList());
    }

    @Test
    void withoutConfigurationEveryLimitHasTheDefaultOfItsPackage() {
        CollabConfig defaults = CollabConfig.defaults();
        assertThat(defaults.connection()).isEqualTo(ConnectionLimits.DEFAULTS);
        assertThat(defaults.session()).isEqualTo(SessionResources.Policy.DEFAULTS);
        assertThat(defaults.commit()).isEqualTo(CommitLimits.DEFAULTS);
        assertThat(defaults.ordering()).isEqualTo(OrderingLimits.DEFAULTS);
        assertThat(defaults.store()).isEmpty();
        assertThat(defaults.bus()).isEmpty();
        assertThat(defaults.node()).isEmpty();
        assertThat(defaults.commitLanes()).isEqualTo(2);
        assertThat(defaults.readThreads()).isEqualTo(4);
        assertThat(defaults.readQueue()).isEqualTo(10_000);
        assertThat(defaults.maxInsertionBytes()).isEqualTo(16 << 20);
        assertThat(defaults.shutdownTimeout()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void aKeyChangesNoOtherLimit() {
        assertThat(config(Map.of("collab.connection.documents", "7")).connection())
                .isEqualTo(ConnectionLimits.DEFAULTS.withDocuments(7));
        assertThat(config(Map.of("collab.ordering.poll", "PT7S")).ordering())
                .isEqualTo(OrderingLimits.DEFAULTS.withPollInterval(Duration.ofSeconds(7)));
        assertThat(config(Map.of("collab.connection.send-queue", "7")).connection())
                .isEqualTo(ConnectionLimits.DEFAULTS.withSendQueueBytes(7));
        assertThat(config(Map.of("collab.connection.max-frame", "7")).connection())
                .isEqualTo(ConnectionLimits.DEFAULTS.withMaxFrameBytes(7));
    }

    @Test
    void aBlankValueMeansTheDefault() {
        assertThat(config(Map.of("collab.commit.lanes", "  ")).commitLanes()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"collab.commit.lanes", "collab.document.buffer", "collab.ordering.poll", "collab.auth.mode"})
    void aBadValueIsRefusedWhenTheConfigurationIsRead(String name) {
        assertThatThrownBy(() -> config(Map.of(name, "secret-value")))
                .isInstanceOfSatisfying(ConfigurationException.class, bad -> {
                    assertThat(bad.code()).isEqualTo("bad-setting");
                    assertThat(bad.getMessage()).contains(name + " expects").doesNotContain("secret-value");
                });
    }

    @Test
    void unknownKeysAreRefusedByName() {
        assertThatThrownBy(() -> CollabConfig.refuseUnknown(List.of("collab.x"), known()))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        unknown -> assertThat(unknown.code()).isEqualTo("unknown-setting"))
                .hasMessage("unknown configuration key: collab.x");
        assertThatThrownBy(() -> CollabConfig.refuseUnknown(List.of("collab.y", "collab.store", "collab.x"), known()))
                .hasMessage("unknown configuration key: collab.x, collab.y");
    }

    @Test
    void knownKeysAndKeysOfOtherProgramsAreAccepted() {
        assertThatCode(() -> CollabConfig.refuseUnknown(List.of("collab.store", "other.x", "collaboration"), known()))
                .doesNotThrowAnyException();
    }

    private static Stream<Setting<?>> known() {
        return ConfigurationKeys.all().stream();
    }

    private static CollabConfig config(Map<String, String> values) {
        return CollabConfig.read(new Settings(values::get));
    }

    @Test
    void aNodeNameHasAtMost64Characters() {
        Settings longest = new Settings(name -> name.equals("collab.node") ? "n".repeat(64) : null);
        Settings tooLong = new Settings(name -> name.equals("collab.node") ? "n".repeat(65) : null);

        assertThat(CollabConfig.read(longest).node()).hasSize(64);
        assertThatThrownBy(() -> CollabConfig.read(tooLong))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("collab.node");
    }
}
