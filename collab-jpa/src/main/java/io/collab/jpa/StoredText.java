package io.collab.jpa;

/**
 * An encoding of text that no database changes. PostgreSQL refuses U+0000, and drivers replace unpaired surrogates, so
 * that two operation ids could become equal. Both are written as a backslash and four hexadecimal digits, and a
 * backslash as two; all other text is unchanged and readable. Any thread.
 */
final class StoredText {
    private StoredText() {}

    static String encode(String text) {
        if (isPlain(text)) {
            return text;
        }
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                encoded.append("\\\\");
            } else if (c == 0 || Character.isSurrogate(c) && !isPaired(text, i)) {
                encoded.append('\\').append(String.format("%04x", (int) c));
            } else {
                encoded.append(c);
            }
        }
        return encoded.toString();
    }

    static String decode(String stored) {
        if (stored.indexOf('\\') < 0) {
            return stored;
        }
        StringBuilder text = new StringBuilder(stored.length());
        for (int i = 0; i < stored.length(); i++) {
            char c = stored.charAt(i);
            if (c != '\\') {
                text.append(c);
            } else if (stored.charAt(i + 1) == '\\') {
                text.append('\\');
                i++;
            } else {
                text.append((char) Integer.parseInt(stored, i + 1, i + 5, 16));
                i += 4;
            }
        }
        return text.toString();
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' || c == 0 || Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPaired(String text, int i) {
        char c = text.charAt(i);
        return Character.isHighSurrogate(c)
                ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }
}
