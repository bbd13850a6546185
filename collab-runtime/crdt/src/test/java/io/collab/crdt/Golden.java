package io.collab.crdt;

import io.collab.crdt.lib0.Any;
import io.collab.crdt.lib0.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Reads the golden files that src/test/interop/golden.mjs writes with npm yjs: one JSON object a line. */
public record Golden(Map<String, Any> fields) {

    /** Returns the lines of a file in src/test/resources/golden. */
    public static List<Golden> lines(String name) {
        try (InputStream in = Golden.class.getResourceAsStream("/golden/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("no golden file " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> new Golden(((Any.Obj) Json.parse(line, 100)).entries()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns whether a field exists. */
    public boolean has(String field) {
        return fields.containsKey(field);
    }

    /** Returns a field. */
    public Any any(String field) {
        return fields.get(field);
    }

    /** Returns a text field. */
    public String text(String field) {
        return ((Any.Text) fields.get(field)).value();
    }

    /** Returns a field that holds bytes as base64. */
    public byte[] bytes(String field) {
        return Base64.getDecoder().decode(text(field));
    }

    /** Returns a field that holds a list of byte arrays. */
    public List<byte[]> listOfBytes(String field) {
        return ((Any.Array) fields.get(field))
                .items().stream()
                        .map(item -> Base64.getDecoder().decode(((Any.Text) item).value()))
                        .toList();
    }
}
