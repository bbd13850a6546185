package io.collab.crdt.lib0;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collab.crdt.lib0.DecodeException.Reason;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The column encoders. The bytes were written by npm lib0 0.2.120. */
class RunsTest {

    private static final long MAX = Decoder.MAX_SAFE_INTEGER;

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    /** Returns the output of an encoder without its length. */
    private static byte[] column(Consumer<Encoder> finish) {
        Encoder out = new Encoder();
        finish.accept(out);
        return new Decoder(out.toByteArray()).readVarBytes();
    }

    private static void assertRefused(ThrowingCallable call, Reason reason) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        DecodeException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void repeatedUnsignedNumbersAreNegative() {
        long[] values = {0, 0, 1, 2, 3, 3, 3, MAX, 0};
        byte[] bytes = hex("40 00 01 02 43 01 bf ff ff ff ff ff ff 1f 00");
        UintOptRleEncoder encoder = new UintOptRleEncoder();
        Arrays.stream(values).forEach(encoder::write);
        assertThat(column(encoder::finish)).isEqualTo(bytes);
        UintOptRleDecoder decoder = new UintOptRleDecoder(new Decoder(bytes));
        for (long value : values) {
            assertThat(decoder.read()).isEqualTo(value);
        }
        assertRefused(decoder::read, Reason.TRUNCATED);
    }

    @Test
    void repeatedDifferencesAreOdd() {
        long[] values = {0, 0, 0, 1, 2, 3, 2, 1_000_000, (1L << 52) - 1, 0};
        byte[] bytes = hex("01 01 03 01 42 bc 91 f4 01 be ed 8b fe ff ff ff 1f fe ff ff ff ff ff ff 1f");
        IntDiffOptRleEncoder encoder = new IntDiffOptRleEncoder();
        Arrays.stream(values).forEach(encoder::write);
        assertThat(column(encoder::finish)).isEqualTo(bytes);
        IntDiffOptRleDecoder decoder = new IntDiffOptRleDecoder(new Decoder(bytes));
        for (long value : values) {
            assertThat(decoder.read()).isEqualTo(value);
        }
        assertRefused(() -> new IntDiffOptRleDecoder(new Decoder(hex("42"))).read(), Reason.NUMBER_TOO_LARGE);
    }

    @Test
    void theLastByteRepeatsWithoutLimit() {
        int[] values = {0, 0, 5, 7, 7, 7};
        byte[] bytes = hex("00 01 05 00 07");
        RleEncoder encoder = new RleEncoder();
        Arrays.stream(values).forEach(encoder::write);
        assertThat(column(encoder::finish)).isEqualTo(bytes);
        RleDecoder decoder = new RleDecoder(new Decoder(bytes));
        for (int value : values) {
            assertThat(decoder.read()).isEqualTo(value);
        }
        assertThat(decoder.read()).isEqualTo(7);
    }

    @Test
    void stringsAreOneTextAndHalvesOfAPairMayMeetInIt() {
        String[] values = {"a", "", "ä😀", "b\ud83d", "\ude00", "\ude00"};
        byte[] bytes = hex("0f 61 c3 a4 f0 9f 98 80 62 f0 9f 98 80 ef bf bd 01 00 03 02 41 00");
        StringEncoder encoder = new StringEncoder();
        Arrays.stream(values).forEach(encoder::write);
        assertThat(column(encoder::finish)).isEqualTo(bytes);
        StringDecoder decoder = new StringDecoder(new Decoder(bytes));
        Encoder out = new Encoder();
        for (String value : values) {
            decoder.next();
            assertThat(decoder.length()).isEqualTo(value.length());
            decoder.copy(decoder.start(), decoder.length(), out);
        }
        Decoder copy = new Decoder(out.toByteArray()).allowLoneSurrogates(true);
        values[5] = "\ufffd"; // it has no partner
        for (String value : values) {
            assertThat(copy.readVarString()).isEqualTo(value);
        }
        assertRefused(decoder::next, Reason.TRUNCATED);
        assertRefused(() -> new Decoder(hex("03 ed a0 bd")).readVarString(), Reason.BAD_UTF8);
    }

    @Test
    void anEncoderIsAsNewAfterReset() {
        StringEncoder strings = new StringEncoder();
        strings.write("x\ud83d");
        strings.reset();
        assertThat(column(strings::finish)).isEqualTo(hex("00"));
        IntDiffOptRleEncoder differences = new IntDiffOptRleEncoder();
        differences.write(7);
        differences.reset();
        differences.write(0);
        assertThat(column(differences::finish)).isEqualTo(hex("00"));
    }

    @Test
    void theBitsOfNaNAreKept() {
        byte[] value = hex("7b 7f f8 10 00 00 00 00 01");
        Encoder out = new Encoder();
        out.writeAny(new Decoder(value).readAny(1));
        assertThat(out.toByteArray()).isEqualTo(value);
    }

    @Test
    void valuesAreSkippedAsFarAsTheyAreRead() {
        for (String value : new String[] {
            "7f",
            "7e",
            "7d 41",
            "7c 00 00 00 00",
            "7b 00 00 00 00 00 00 00 00",
            "7a 00 00 00 00 00 00 00 00",
            "79",
            "78",
            "77 02 c3 a4",
            "76 02 01 61 75 00 01 62 76 00",
            "75 03 7f 75 01 75 00 7e",
            "74 02 ff fe"
        }) {
            Decoder skipped = new Decoder(hex(value));
            skipped.skipAny(10);
            skipped.expectEnd();
            for (int i = 0; i < hex(value).length; i++) {
                Decoder prefix = new Decoder(hex(value), 0, i);
                assertRefused(() -> prefix.skipAny(10), Reason.TRUNCATED);
            }
        }
        assertRefused(() -> new Decoder(hex("75 01 75 01 75 00")).skipAny(2), Reason.TOO_DEEP);
        assertRefused(() -> new Decoder(hex("73")).skipAny(2), Reason.UNKNOWN_TAG);
    }
}
