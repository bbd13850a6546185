package io.collab.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 6455 section 5.2, and what it forbids. */
class FramesTest {
    @Test
    void framesAreMaskedWithZero() {
        assertThat(hex(Frames.binary(new byte[] {1, 2}))).isEqualTo("8282" + "00000000" + "0102");
        assertThat(hex(Frames.frame(Frames.CONTINUATION, new byte[] {1}))).isEqualTo("0081" + "00000000" + "01");
    }

    @Test
    void aLengthHasItsShortestForm() {
        assertThat(hex(Frames.head(0x82, 125))).isEqualTo("82fd" + "00000000");
        assertThat(hex(Frames.head(0x82, 126))).isEqualTo("82fe007e" + "00000000");
        assertThat(hex(Frames.head(0x82, 65_535))).isEqualTo("82feffff" + "00000000");
        assertThat(hex(Frames.head(0x82, 65_536))).isEqualTo("82ff0000000000010000" + "00000000");
    }

    @Test
    void aLengthMayHaveSixtyFourBits() {
        assertThat(hex(Frames.head(0x82, Long.MIN_VALUE))).isEqualTo("82ff8000000000000000" + "00000000");
        assertThat(hex(Frames.head(0x82, -1))).isEqualTo("82ffffffffffffffffff" + "00000000");
    }

    @Test
    void aFrameMayBeUnmaskedOrLongerThanItNeeds() {
        assertThat(hex(Frames.unmasked(0x82, new byte[] {7}))).isEqualTo("820107");
        assertThat(hex(Frames.longForm(0x89, new byte[] {7}))).isEqualTo("89ff0000000000000001" + "00000000" + "07");
    }

    @Test
    void framesAreJoinedInOrder() {
        assertThat(hex(Frames.joined(List.of(new byte[] {1}, new byte[] {2, 3}))))
                .isEqualTo("010203");
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
