package io.collab.samples.editor.launcher;

/** Why the editor does not start, as one sentence for the console. */
final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    StartException(String message, Throwable cause) {
        super(message, cause);
    }

    StartException(String message) {
        super(message);
    }
}
