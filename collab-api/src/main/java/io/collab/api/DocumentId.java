package io.collab.api;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The name of one document: a tenant and a name within it. Two ids are the same document exactly when both parts are
 * equal, code unit by code unit; nothing is folded or normalised.
 *
 * <p>A name is a path of one or more segments joined by {@code /}. Thread-safe: immutable.
 *
 * @param tenant who owns the document: 1 to 64 characters out of {@code A-Z a-z 0-9 . _ -}
 * @param name 1 to 255 bytes of UTF-8 without control characters, backslashes, empty segments, {@code .} or {@code ..}
 */
public record DocumentId(String tenant, String name) {
    /** The tenant of applications that have only one. */
    public static final String DEFAULT_TENANT = "default";

    /** The most characters of a tenant. */
    public static final int MAX_TENANT_LENGTH = 64;

    /** The most bytes of a name in UTF-8. */
    public static final int MAX_NAME_BYTES = 255;

    /**
     * @throws ProtocolException code {@code bad-document-id} when a part breaks the rules above: names come from peers
     */
    public DocumentId {
        checkTenant(tenant);
        checkName(name);
    }

    /** The document {@code name} of {@link #DEFAULT_TENANT}. */
    public static DocumentId of(String name) {
        return new DocumentId(DEFAULT_TENANT, name);
    }

    /**
     * One string for both parts that no other id shares: the tenant is length-prefixed, so {@code ("a", "b/c")} and
     * {@code ("a/b", "c")} differ. For keys in maps, topics and stores; not meant to be parsed.
     */
    public String key() {
        return tenant.length() + ":" + tenant + "/" + name;
    }

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
                    .encode(java.nio.CharBuffer.wrap(name))
                    .remaining();
        } catch (CharacterCodingException unpairedSurrogate) {
            throw refused("a document name is well-formed Unicode");
        }
    }

    private static ProtocolException refused(String why) {
        return new ProtocolException("bad-document-id", why);
    }
}
