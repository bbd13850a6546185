package io.collab.runtime.protocol;

import io.collab.api.ProtocolException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The name of a document in the path of a request target (RFC 3986 section 2.1). */
public final class DocumentPath {
    private DocumentPath() {}

    /**
     * Decodes percent-encoding once, as UTF-8, and changes nothing else: {@code a%252Fb} is the name {@code a%2Fb}.
     *
     * @param raw the path after the endpoint's prefix, as it was in the request
     * @throws ProtocolException with code {@code bad-document-id} if it is not well-formed
     */
    public static String decode(String raw) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
        int i = 0;
        while (i < raw.length()) {
            char c = raw.charAt(i);
            if (c == '%') {
                bytes.write(hex(raw, i + 1) << 4 | hex(raw, i + 2));
                i += 3;
            } else {
                int point = raw.codePointAt(i);
                bytes.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
                i += Character.charCount(point);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw new ProtocolException("bad-document-id", "the document's path is not UTF-8", malformed);
        }
    }

    private static int hex(String raw, int at) {
        int digit = at < raw.length() ? Character.digit(raw.charAt(at), 16) : -1;
        if (digit < 0) {
            throw new ProtocolException("bad-document-id", "a percent sign is followed by two hexadecimal digits");
        }
        return digit;
    }
}
