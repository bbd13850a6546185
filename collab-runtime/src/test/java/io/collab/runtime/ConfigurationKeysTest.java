package io.collab.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collab.api.ConfigurationException;
import io.collab.runtime.commit.CommitLimits;
import io.collab.runtime.flow.ConnectionLimits;
import io.collab.runtime.ordering.OrderingLimits;
import io.collab.runtime.session.DocumentLimits;
import io.collab.runtime.session.DocumentTimeouts;
import io.collab.spi.Setting;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigurationKeysTest {
    @Test
    void everyDefaultIsTheDefaultOfItsPackage() {
        assertDefault(ConfigurationKeys.BATCH_ROWS, CommitLimits.DEFAULTS.maxRows());
        assertDefault(ConfigurationKeys.BATCH_BYTES, CommitLimits.DEFAULTS.maxBytes());
        assertDefault(ConfigurationKeys.MAX_FRAME, ConnectionLimits.DEFAULTS.maxFrameBytes());
        assertDefault(
                ConfigurationKeys.SEND_QUEUE,
                ConnectionLimits.DEFAULTS.outbound().queueBytes());
        assertDefault(ConfigurationKeys.DOCUMENTS_PER_CONNECTION, ConnectionLimits.DEFAULTS.documents());
        assertDefault(ConfigurationKeys.WAITING, DocumentLimits.DEFAULTS.waitingBytes());
        assertDefault(ConfigurationKeys.MAX_DOCUMENT, DocumentLimits.DEFAULTS.documentBytes());
        assertDefault(ConfigurationKeys.LOAD, DocumentTimeouts.DEFAULTS.load());
        assertDefault(ConfigurationKeys.IDLE, DocumentTimeouts.DEFAULTS.idleUnload());
        assertDefault(ConfigurationKeys.POLL, OrderingLimits.DEFAULTS.pollInterval());
        assertDefault(ConfigurationKeys.POLL_INTERRUPTED, OrderingLimits.DEFAULTS.interruptedPollInterval());
    }

    /** The defaults that applications and the documentation rely on. */
    @ParameterizedTest
    @CsvSource(
            emptyValue = "",
            value = {
                "collab.store,''",
                "collab.bus,''",
                "collab.auth.mode,open",
                "collab.node,''",
                "collab.commit.lanes,2",
                "collab.commit.max-rows,2000",
                "collab.commit.max-bytes,1MiB",
                "collab.read.threads,4",
                "collab.read.queue,10000",
                "collab.connection.websocket,auto",
                "collab.connection.max-frame,16MiB",
                "collab.connection.max-sync,64MiB",
                "collab.connection.send-queue,16MiB",
                "collab.connection.documents,100",
                "collab.document.buffer,32MiB",
                "collab.document.max-size,''",
                "collab.document.load-timeout,PT30S",
                "collab.document.idle-timeout,PT30S",
                "collab.document.max-insertion,16MiB",
                "collab.ordering.poll,PT5S",
                "collab.ordering.poll-interrupted,PT0.3S",
                "collab.shutdown-timeout,PT10S"
            })
    void aKeyHasItsDocumentedDefault(String name, String defaultText) {
        assertThat(named(name).defaultText()).isEqualTo(defaultText);
    }

    @Test
    void allKeysAreListedOnceAndBeginWithThePrefix() throws IllegalAccessException {
        List<Object> declared = new ArrayList<>();
        for (Field field : ConfigurationKeys.class.getDeclaredFields()) {
            if (field.getType() == Setting.class) {
                declared.add(field.get(null));
            }
        }
        assertThat(ConfigurationKeys.all()).hasSize(22).containsExactlyInAnyOrderElementsOf(settings(declared));
        assertThat(ConfigurationKeys.all())
                .extracting(Setting::name)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("collab\\.[a-z.-]+"));
    }

    static Stream<Setting<?>> all() {
        return ConfigurationKeys.all().stream();
    }

    @ParameterizedTest
    @MethodSource("all")
    void aKeyIsDescribedAndItsDefaultCanBeRead(Setting<?> setting) {
        assertThat(setting.description()).endsWith(".");
        assertThat(setting.read(setting.defaultText())).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "collab.commit.lanes,0",
        "collab.commit.lanes,65",
        "collab.commit.lanes,two",
        "collab.commit.max-rows,0",
        "collab.commit.max-rows,10001",
        "collab.commit.max-bytes,257MiB",
        "collab.read.threads,257",
        "collab.read.queue,1000001",
        "collab.connection.max-frame,0",
        "collab.connection.max-frame,513MiB",
        "collab.connection.send-queue,-1",
        "collab.connection.documents,100001",
        "collab.document.buffer,1025MiB",
        "collab.document.max-size,1025MiB",
        "collab.document.load-timeout,soon",
        "collab.document.idle-timeout,30",
        "collab.document.max-insertion,513MiB",
        "collab.ordering.poll,-PT1S",
        "collab.ordering.poll-interrupted,soon",
        "collab.shutdown-timeout,PT"
    })
    void aValueThatCannotBeUsedIsRefusedWithoutRepeatingIt(String name, String value) {
        assertThatThrownBy(() -> named(name).read(value)).isInstanceOfSatisfying(ConfigurationException.class, bad -> {
            assertThat(bad.code()).isEqualTo("bad-setting");
            assertThat(bad.getMessage()).startsWith(name + " expects ");
        });
    }

    private static <T> void assertDefault(Setting<T> setting, T expected) {
        assertThat(setting.read(setting.defaultText())).isEqualTo(expected);
    }

    private static List<Setting<?>> settings(List<Object> declared) {
        List<Setting<?>> settings = new ArrayList<>();
        declared.forEach(one -> settings.add((Setting<?>) one));
        return settings;
    }

    private static Setting<?> named(String name) {
        return ConfigurationKeys.all().stream()
                .filter(setting -> setting.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
