package io.collab.api;

/**
 * A change somebody wants. It becomes a {@link Commit} when the log has it. Thread-safe: immutable.
 *
 * @param operation its identity, the same in every retry
 * @param author who wants it
 * @param update the change itself
 */
public record Submission(OperationId operation, Author author, Update update) {}
