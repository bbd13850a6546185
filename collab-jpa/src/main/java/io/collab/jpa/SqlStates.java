package io.collab.jpa;

/** The SQL states (ISO 9075, and PostgreSQL's own) that the store handles. */
final class SqlStates {
    /** Two rows with the same unique key. */
    static final String UNIQUE_VIOLATION = "23505";

    /** A transaction that was rolled back because of a concurrent one. */
    static final String SERIALIZATION_FAILURE = "40001";

    /** A transaction that was rolled back to resolve a deadlock. PostgreSQL only. */
    static final String DEADLOCK_DETECTED = "40P01";

    /** A write that failed because the disk is full. PostgreSQL only. */
    static final String DISK_FULL = "53100";

    /** The prefix of all warnings. */
    static final String WARNING_CLASS = "01";

    private SqlStates() {}
}
