package io.collab.samples.editor;

/** The errors of the REST API: a stable code for clients, and the HTTP status of the response. */
public enum ErrorCode {
    BODY_INVALID("body-invalid", 400),
    BODY_TOO_LARGE("body-too-large", 413),
    TITLE_INVALID("title-invalid", 400),
    KIND_INVALID("kind-invalid", 400),
    DOCUMENT_NOT_FOUND("document-not-found", 404),
    VERSION_MISMATCH("version-mismatch", 412),
    HEADER_INVALID("header-invalid", 400),
    INTERNAL_ERROR("internal-error", 500);

    private final String code;
    private final int status;

    ErrorCode(String code, int status) {
        this.code = code;
        this.status = status;
    }

    String code() {
        return code;
    }

    int status() {
        return status;
    }
}
