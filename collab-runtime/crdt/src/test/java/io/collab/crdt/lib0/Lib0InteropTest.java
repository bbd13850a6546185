package io.collab.crdt.lib0;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collab.crdt.Golden;
import org.junit.jupiter.api.Test;

/** Golden bytes of lib0 and of JavaScript itself: src/test/interop/golden.mjs. */
class Lib0InteropTest {

    @Test
    void numbersAreWrittenAsJavaScriptWritesThem() {
        for (Golden line : Golden.lines("numbers.jsonl")) {
            double number = new Decoder(line.bytes("bits")).readFloat64();
            assertThat(JsNumber.toString(number)).isEqualTo(line.text("text"));
            assertThat(encoded(new Any.Num(number))).isEqualTo(line.bytes("any"));
            assertThat(new Decoder(line.bytes("any")).readAny(0)).isEqualTo(new Any.Num(number));
        }
    }

    @Test
    void jsonIsReadAndWrittenAsJavaScriptDoes() {
        for (Golden line : Golden.lines("json.jsonl")) {
            String text = line.text("text");
            if (line.has("json")) {
                Any value = Json.parse(text, 10);
                assertThat(Json.stringify(value)).isEqualTo(line.text("json"));
                if (!text.contains("__proto__")) {
                    assertThat(encoded(value)).isEqualTo(line.bytes("any"));
                    assertThat(encoded(new Decoder(line.bytes("any")).readAny(10)))
                            .isEqualTo(line.bytes("any"));
                }
            } else {
                assertThatThrownBy(() -> Json.parse(text, 10))
                        .as(text)
                        .isInstanceOfSatisfying(
                                DecodeException.class,
                                e -> assertThat(e.reason()).isEqualTo(DecodeException.Reason.BAD_JSON));
            }
        }
    }

    private static byte[] encoded(Any value) {
        Encoder out = new Encoder();
        out.writeAny(value);
        return out.toByteArray();
    }
}
