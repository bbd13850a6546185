package io.collab.spi.transport;

/** One whole message of a socket. Its content belongs to it: nobody changes it. */
public sealed interface Frame {
    /** Bytes. */
    record Binary(byte[] bytes) implements Frame {
        @Override
        public String toString() {
            return "Binary[" + bytes.length + " bytes]";
        }
    }

    /** Text. */
    record Text(String text) implements Frame {
        @Override
        public String toString() {
            return "Text[" + text.length() + " characters]";
        }
    }
}
