package io.collab.benchmarks.engine.measure;

import io.collab.crdt.YDoc;
import io.collab.crdt.lib0.Any;
import io.collab.crdt.lib0.Json;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The result of one engine for one line.
 *
 * @param line the line's id
 * @param value the value, in the line's unit
 * @param result a digest of the resulting bytes, for the comparison of engines of one format; empty if there are none
 */
record Measured(String line, double value, String result) {

    /** Returns the digest of a result: of bytes, or of a document's state. */
    static String digest(Object result) {
        byte[] bytes = result instanceof YDoc document ? document.encodeStateAsUpdate() : (byte[]) result;
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Returns this as JSON. */
    String toJson() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("line", line);
        fields.put("value", value);
        fields.put("result", result);
        return Json.stringify(Any.of(fields));
    }

    /** Reads the output of {@link #toJson}. */
    static Measured fromJson(String json) {
        Map<String, Any> fields = ((Any.Obj) Json.parse(json, 2)).entries();
        return new Measured(
                ((Any.Text) fields.getOrDefault("line", Any.UNDEFINED)).value(),
                ((Any.Num) fields.getOrDefault("value", Any.UNDEFINED)).value(),
                fields.get("result") instanceof Any.Text result ? result.value() : "");
    }
}
