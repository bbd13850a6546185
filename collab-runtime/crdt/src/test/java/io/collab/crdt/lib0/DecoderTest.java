package io.collab.crdt.lib0;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collab.crdt.lib0.DecodeException.Reason;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class DecoderTest {

    private static Decoder of(String hex) {
        return new Decoder(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    private static String hex(Encoder out) {
        return HexFormat.ofDelimiter(" ").formatHex(out.toByteArray());
    }

    static void assertRefused(ThrowingCallable call, Reason reason) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        DecodeException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void unsignedNumbersReachTwoToThe53() {
        for (long value : new long[] {0, 127, 128, 300, (1L << 32) - 1, 1L << 52, Decoder.MAX_SAFE_INTEGER}) {
            Encoder out = new Encoder();
            out.writeVarUint(value);
            assertThat(new Decoder(out.toByteArray()).readVarUint()).isEqualTo(value);
        }
        assertThat(of("ff ff ff ff ff ff ff 0f").readVarUint()).isEqualTo(Decoder.MAX_SAFE_INTEGER);
        Encoder out = new Encoder();
        out.writeVarUint(300);
        assertThat(hex(out)).isEqualTo("ac 02");
    }

    @Test
    void numbersThatAreTooLargeOrTooLongAreRefused() {
        assertRefused(() -> of("80 80 80 80 80 80 80 10").readVarUint(), Reason.NUMBER_TOO_LARGE);
        assertRefused(() -> of("ff ff ff ff ff ff ff ff ff ff ff ff ff 01").readVarUint(), Reason.NUMBER_TOO_LARGE);
        assertRefused(() -> of("81").readVarUint(), Reason.TRUNCATED);
        assertRefused(() -> of("").readVarUint(), Reason.TRUNCATED);
    }

    /** As in lib0, whose factor of the 148th digit is infinite. */
    @Test
    void superfluousZerosInNumbersAreRead() {
        assertThat(of("81 80 00").readVarUint()).isEqualTo(1);
        assertThat(of("81 80 00 01 01 01").readVarUint()).isEqualTo(1);
        assertThat(of("80 80 80 80 00 01 01 01").readVarUint()).isZero();
        assertThat(of("c1 80 00").readVarInt()).isEqualTo(-1);
        assertThat(of("c0 00").readVarInt()).isEqualTo(-0.0);
        assertThat(of("85" + "80".repeat(145) + "00").readVarUint()).isEqualTo(5);
        assertThat(of("85" + "80".repeat(145) + "00").readVarInt()).isEqualTo(5);
        assertRefused(() -> of("85" + "80".repeat(146) + "00").readVarUint(), Reason.NUMBER_TOO_LARGE);
        assertRefused(() -> of("85" + "80".repeat(146) + "00").readVarInt(), Reason.NUMBER_TOO_LARGE);
        Decoder in = of("05 85 00 05");
        in.readVarUint();
        assertThat(in.isPadded()).isFalse();
        in.readVarUint();
        assertThat(in.isPadded()).isTrue();
        in.clearPadded();
        in.readVarUint();
        assertThat(in.isPadded()).isFalse();
    }

    @Test
    void signedNumbersDistinguishMinusZero() {
        Encoder out = new Encoder();
        out.writeVarInt(1);
        out.writeVarInt(-1);
        out.writeVarInt(64);
        out.writeVarInt(0, true);
        assertThat(hex(out)).isEqualTo("01 41 80 01 40");
        Decoder in = new Decoder(out.toByteArray());
        assertThat(List.of(in.readVarInt(), in.readVarInt(), in.readVarInt(), in.readVarInt()))
                .containsExactly(1.0, -1.0, 64.0, -0.0);
    }

    @Test
    void textIsUtf8AndLoneSurrogatesBecomeReplacementCharacters() {
        Encoder out = new Encoder();
        out.writeVarString("ä€😀");
        out.writeVarString("\ud800x\udc00");
        assertThat(hex(out)).isEqualTo("09 c3 a4 e2 82 ac f0 9f 98 80 07 ef bf bd 78 ef bf bd");
        Decoder in = new Decoder(out.toByteArray());
        assertThat(in.readVarString()).isEqualTo("ä€😀");
        assertThat(in.skipVarString()).isEqualTo(3);
        assertRefused(() -> of("02 c3 28").readVarString(), Reason.BAD_UTF8);
        assertRefused(() -> of("03 ed a0 80").readVarString(), Reason.BAD_UTF8);
        assertRefused(() -> of("05 61").readVarString(), Reason.TRUNCATED);
    }

    @Test
    void aDeclaredLengthIsNeverAllocated() {
        assertRefused(() -> of("ff ff ff ff 07 61").readVarBytes(), Reason.TRUNCATED);
        assertRefused(() -> of("75 ff ff ff ff 07 7f").readAny(4), Reason.TRUNCATED);
        assertRefused(() -> of("76 ff ff ff ff ff ff 0f").readAny(4), Reason.TRUNCATED);
    }

    @Test
    void depthIsBoundedWithoutRecursion() {
        byte[] nested = new byte[2 * 1_000_000 + 1];
        for (int i = 0; i < 1_000_000; i++) {
            nested[2 * i] = 117;
            nested[2 * i + 1] = 1;
        }
        nested[2_000_000] = 126;
        assertRefused(() -> new Decoder(nested).readAny(64), Reason.TOO_DEEP);
        Any deep = new Decoder(nested).readAny(Integer.MAX_VALUE);
        Encoder out = new Encoder();
        out.writeAny(deep);
        assertThat(Arrays.equals(out.toByteArray(), nested)).isTrue();
        assertThat(Json.stringify(deep)).hasSize(2_000_004);
        assertRefused(() -> Json.parse("[".repeat(1_000_000), 64), Reason.TOO_DEEP);
    }

    @Test
    void everyPrefixOfAValueIsRefused() {
        Encoder out = new Encoder();
        out.writeAny(Any.of(List.of("ab", 1, 0.5, 0.1, List.of(), java.util.Map.of("k", new byte[] {1, 2}))));
        byte[] bytes = out.toByteArray();
        for (int i = 0; i < bytes.length; i++) {
            byte[] prefix = Arrays.copyOf(bytes, i);
            assertRefused(() -> new Decoder(prefix).readAny(9), Reason.TRUNCATED);
        }
    }

    @Test
    void concatenationIsThatOfJavaScript() {
        assertThat(Json.concatenated(Any.of(List.of(1, List.of("a", List.of(2, List.of()), 3), java.util.Map.of()))))
                .isEqualTo("1,a,2,,3,[object Object]");
        assertThat(Json.concatenated(Any.of(2e23))).isEqualTo("2e+23");
        assertThat(Json.concatenated(Any.NULL)).isEqualTo("null");
    }
}
