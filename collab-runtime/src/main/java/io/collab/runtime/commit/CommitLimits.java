package io.collab.runtime.commit;

/**
 * The limits of one commit to the store. {@link #DEFAULTS} is the only place with their default values.
 *
 * @param maxRows the maximum number of changes
 * @param maxBytes the size in bytes after which no further append is added; a single append may be larger
 */
public record CommitLimits(int maxRows, int maxBytes) {
    /** The limits of a node without configuration. */
    public static final CommitLimits DEFAULTS = new CommitLimits(2_000, 1 << 20);
}
