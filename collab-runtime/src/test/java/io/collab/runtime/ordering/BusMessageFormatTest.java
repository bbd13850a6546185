package io.collab.runtime.ordering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collab.api.Author;
import io.collab.api.Commit;
import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.api.OperationId;
import io.collab.api.ProtocolException;
import io.collab.api.Submission;
import io.collab.api.Update;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BusMessageFormatTest {
    private static final DocumentId FRUIT = DocumentId.of("fruit");
    private static final Generation GENERATION =
            new Generation(UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"));

    private static final String COMMITTED = "01 01 0002 6e31" // version, kind, node
            + " 00112233445566778899aabbccddeeff 0000000000000007 00000001" // generation, last commit, count
            + " 0000000000000007 00000000499602d2 0000007b" // number, seconds, nanoseconds
            + " 0003 632e30 0000000000000005" // source, counter
            + " 0003 616e6e 0001 63 0002 6e31" // principal, connection, node
            + " 00000003 0102ff"; // update

    private static final String WITHOUT_COMMITS =
            "01 01 0002 6e31 00112233445566778899aabbccddeeff 0000000000000007 00000000";
    private static final String PRESENCE_CHANGED = "01 02 0002 6e31 00000002 0a0b";
    private static final String PRESENCE_ASKED = "01 03 0002 6e31";

    record Golden(String hex, BusMessage message) {}

    static Stream<Golden> golden() {
        Commit commit = new Commit(
                FRUIT,
                GENERATION,
                7,
                Instant.ofEpochSecond(1_234_567_890, 123),
                new Submission(
                        new OperationId("c.0", 5), new Author("ann", "c", "n1"), Update.of(new byte[] {1, 2, (byte) 0xff
                        })));
        return Stream.of(
                new Golden(COMMITTED, new BusMessage.Committed("n1", GENERATION, 7, List.of(commit))),
                new Golden(WITHOUT_COMMITS, new BusMessage.Committed("n1", GENERATION, 7, List.of())),
                new Golden(PRESENCE_CHANGED, new BusMessage.PresenceChanged("n1", new byte[] {10, 11})),
                new Golden(PRESENCE_ASKED, new BusMessage.PresenceAsked("n1")));
    }

    /** The bytes are a contract between nodes of different versions. */
    @ParameterizedTest
    @MethodSource("golden")
    void theBytesOfAMessageAreFixed(Golden golden) {
        assertThat(BusMessageFormat.write(golden.message())).isEqualTo(bytes(golden.hex()));
        assertThat(BusMessageFormat.read(FRUIT, bytes(golden.hex())))
                .usingRecursiveComparison()
                .isEqualTo(golden.message());
    }

    @ParameterizedTest
    @MethodSource("golden")
    void aTruncatedMessageIsRefused(Golden golden) {
        byte[] whole = bytes(golden.hex());
        for (int length = 0; length < whole.length; length++) {
            assertRefused(Arrays.copyOf(whole, length));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00 03 0002 6e31", // version 0
                "02 03 0002 6e31", // version 2
                "01 00 0002 6e31", // kind 0
                "01 04 0002 6e31", // kind 4
                "01 03 0002 c328", // text that is not modified UTF-8
                "01 02 0002 6e31 00000003 0a0b", // longer than the message
                "01 02 0002 6e31 7fffffff 0a0b",
                "01 02 0002 6e31 ffffffff 0a0b", // a negative length
                "01 01 0002 6e31 00112233445566778899aabbccddeeff 0000000000000007 7fffffff" // commits that are absent
            })
    void aMessageOfAnotherVersionOrWithWrongLengthsIsRefused(String hex) {
        assertRefused(bytes(hex));
    }

    @Test
    void valuesOutOfBoundsAreRefused() {
        assertRefused(
                bytes(COMMITTED.replace("0000000000000007 00000000499602d2", "0000000000000000 00000000499602d2")));
        assertRefused(bytes(COMMITTED.replace("0000000000000005", "ffffffffffffffff")));
        assertRefused(bytes(COMMITTED.replace("0003 632e30", "0000")));
        assertRefused(bytes(COMMITTED.replace("00000000499602d2", "7fffffffffffffff")));
        assertRefused(bytes(COMMITTED.replace("00000000499602d2 0000007b", "8000000000000000 ffffffff")));
    }

    private static void assertRefused(byte[] bytes) {
        assertThatThrownBy(() -> BusMessageFormat.read(FRUIT, bytes))
                .isInstanceOfSatisfying(
                        ProtocolException.class,
                        refused -> assertThat(refused.code()).isEqualTo("bad-bus-message"));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
