package io.collab.samples.editor.launcher;

/** A failed start of the editor; its message is one sentence for the console. */
final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    StartException(String message, Throwable cause) {
        super(message, cause);
    }

    StartException(String message) {
        super(message);
    }
}
