package io.collab.samples.editor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentBodyTest {
    @Test
    void readsTitleAndKind() throws IOException {
        DocumentBody body = read("{\"title\":\" Größe 🙂 \",\"kind\":\"text\",\"other\":1}");

        assertThat(body.title().text()).isEqualTo("Größe 🙂");
        assertThat(body.kind()).isEqualTo(DocumentKind.TEXT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "\"title\"", "{\"title\":", "{'title':'a'}", "null"})
    void refusesABodyThatIsNotAnObject(String text) {
        assertThat(codeOf(() -> read(text))).isEqualTo(ErrorCode.BODY_INVALID);
    }

    @Test
    void refusesABodyThatIsNestedTooDeeply() {
        assertThat(codeOf(() -> read("{\"a\":".repeat(2_000)))).isEqualTo(ErrorCode.BODY_INVALID);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} ",
                "{\"title\":null,\"kind\":null}",
                "{\"title\":7,\"kind\":7}",
                "{\"title\":\" \",\"kind\":\"RICH\"}"
            })
    void namesTheInvalidMember(String text) throws IOException {
        DocumentBody body = read(text);

        assertThat(codeOf(body::title)).isEqualTo(ErrorCode.TITLE_INVALID);
        assertThat(codeOf(body::kind)).isEqualTo(ErrorCode.KIND_INVALID);
    }

    @Test
    void stopsReadingAtItsBound() {
        String text = "{\"title\":\"" + "x".repeat(DocumentBody.MAX_BYTES) + "\"}";

        assertThat(codeOf(() -> read(text))).isEqualTo(ErrorCode.BODY_TOO_LARGE);
    }

    private static DocumentBody read(String text) throws IOException {
        return DocumentBody.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static ErrorCode codeOf(ThrowingCallable call) {
        return catchThrowableOfType(ApiException.class, call).code();
    }
}
