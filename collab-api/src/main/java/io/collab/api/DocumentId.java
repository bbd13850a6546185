package io.collab.api;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The identity of a document: a tenant, and a name within the tenant. Two ids are equal if and only if both components
 * are equal, code unit by code unit; there is no case folding and no normalization. Thread-safe: immutable.
 *
 * @param tenant the owner of the document, 1 to 64 characters from {@code A-Z a-z 0-9 . _ -}
 * @param name a path of one or more segments joined by {@code /}, 1 to 255 bytes of UTF-8, without control characters,
 *     backslashes, empty segments, {@code .} and {@code ..} segments
 */
public record DocumentId(String tenant, String name) {
    /** The tenant of applications that have only one. */
    public static final String DEFAULT_TENANT = "default";

    /** The maximum length of a tenant in characters. */
    public static final int MAX_TENANT_LENGTH = 64;

    /** The maximum length of a name in bytes of UTF-8. */
    public static final int MAX_NAME_BYTES = 255;

    static final String BAD_ID = "bad-document-id";

    /**
     * Checks both components.
     *
     * @throws ProtocolException with code {@code bad-document-id} if a component violates its rules, because names come
     *     from peers
     */
    public DocumentId {
        checkTenant(tenant);
        checkName(name);
    }

    /**
     * Returns the id of a document of {@link #DEFAULT_TENANT}.
     *
     * @param name the name of the document
     * @throws ProtocolException with code {@code bad-document-id} if the name violates its rules
     */
    public static DocumentId of(String name) {
        return new DocumentId(DEFAULT_TENANT, name);
    }

    /**
     * Returns one string for both components that is different for different ids: the length of the tenant, {@code :},
     * the tenant, {@code /}, the name. At most 323 bytes of UTF-8. For keys of maps, topics and stores; not intended
     * for parsing.
     */
    public String key() {
        return tenant.length() + ":" + tenant + "/" + name;
    }

    /** Returns the tenant and the name, joined by {@code /}. */
    @Override
    public String toString() {
        return tenant + "/" + name;
    }

    private static void checkTenant(String tenant) {
        if (tenant.isEmpty() || tenant.length() > MAX_TENANT_LENGTH) {
            throw refused("a tenant has 1 to " + MAX_TENANT_LENGTH + " characters, this one has " + tenant.length());
        }
        for (int i = 0; i < tenant.length(); i++) {
            char c = tenant.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            boolean other = c >= '0' && c <= '9' || c == '.' || c == '_' || c == '-';
            if (!letter && !other) {
                throw refused("a tenant has only letters, digits, '.', '_' and '-'");
            }
        }
    }

    private static void checkName(String name) {
        int bytes = utf8Length(name);
        if (bytes == 0 || bytes > MAX_NAME_BYTES) {
            throw refused("a document name has 1 to " + MAX_NAME_BYTES + " bytes, this one has " + bytes);
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isISOControl(c) || c == '\\') {
                throw refused("a document name has no control characters and no backslash");
            }
        }
        for (String segment : name.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                throw refused("a document name has no empty segment, '.' or '..'");
            }
        }
    }

    private static int utf8Length(String name) {
        try {
            return StandardCharsets.UTF_8
                    .newEncoder()
                    .encode(CharBuffer.wrap(name))
                    .remaining();
        } catch (CharacterCodingException unpairedSurrogate) {
            throw refused("a document name is well-formed Unicode");
        }
    }

    private static ProtocolException refused(String why) {
        return new ProtocolException(BAD_ID, why);
    }
}
