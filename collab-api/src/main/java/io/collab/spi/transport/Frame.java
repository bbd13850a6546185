package io.collab.spi.transport;

/** One whole message of a socket. Thread-safe if no thread changes the bytes. */
public sealed interface Frame {
    /**
     * A binary message.
     *
     * @param bytes the content, not copied; must not be changed
     */
    record Binary(byte[] bytes) implements Frame {
        /** Returns the size. The content is never printed. */
        @Override
        public String toString() {
            return "Binary[" + bytes.length + " bytes]";
        }
    }

    /**
     * A text message.
     *
     * @param text the content
     */
    record Text(String text) implements Frame {
        /** Returns the length. The content is never printed. */
        @Override
        public String toString() {
            return "Text[" + text.length() + " characters]";
        }
    }
}
