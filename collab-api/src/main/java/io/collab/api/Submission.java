package io.collab.api;

/**
 * A requested change. It becomes a {@link Commit} when the log contains it. Thread-safe: immutable.
 *
 * @param operation the identity of the change, the same in every retry
 * @param author the origin of the change
 * @param update the change
 */
public record Submission(OperationId operation, Author author, Update update) {}
