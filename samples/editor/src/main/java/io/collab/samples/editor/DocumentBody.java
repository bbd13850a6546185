package io.collab.samples.editor;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The JSON object in a request: read up to a bound, each member checked on access. */
final class DocumentBody {
    /** The maximum size of a body, in bytes; a title of 200 code points needs 2,400 if all are escaped. */
    static final int MAX_BYTES = 16 * 1024;

    private final JsonObject object;

    private DocumentBody(JsonObject object) {
        this.object = object;
    }

    /**
     * Reads a body. Blocks on the stream.
     *
     * @throws ApiException {@link ErrorCode#BODY_TOO_LARGE} above {@value #MAX_BYTES} bytes,
     *     {@link ErrorCode#BODY_INVALID} if it is not a JSON object
     */
    static DocumentBody read(InputStream stream) throws IOException {
        byte[] bytes = stream.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new ApiException(ErrorCode.BODY_TOO_LARGE, "The body has at most " + MAX_BYTES + " bytes.");
        }
        try (JsonReader reader = Json.createReader(new ByteArrayInputStream(bytes))) {
            return new DocumentBody(reader.readObject());
        } catch (RuntimeException e) { // JsonException, and others if objects are nested too deeply
            throw new ApiException(ErrorCode.BODY_INVALID, "The body is a JSON object in UTF-8.");
        }
    }

    /**
     * Returns the title.
     *
     * @throws ApiException {@link ErrorCode#TITLE_INVALID} if it is missing, not a string, empty, too long, or holds
     *     characters that a title may not have
     */
    DocumentTitle title() {
        try {
            return new DocumentTitle(string("title"));
        } catch (IllegalArgumentException e) {
            throw new ApiException(ErrorCode.TITLE_INVALID, String.valueOf(e.getMessage()));
        }
    }

    /**
     * Returns the kind.
     *
     * @throws ApiException {@link ErrorCode#KIND_INVALID} if it is missing or unknown
     */
    DocumentKind kind() {
        try {
            return DocumentKind.of(string("kind"));
        } catch (IllegalArgumentException e) {
            throw new ApiException(ErrorCode.KIND_INVALID, "The kind of a document is \"rich\" or \"text\".");
        }
    }

    private String string(String name) {
        JsonValue value = object.get(name);
        if (value instanceof JsonString string) {
            return string.getString();
        }
        throw new IllegalArgumentException("\"" + name + "\" is a string.");
    }
}
