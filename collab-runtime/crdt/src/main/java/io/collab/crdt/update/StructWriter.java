package io.collab.crdt.update;

/**
 * Writes an update struct by struct. Clients may be in any order; the structs of one client must be consecutive. Not
 * thread-safe.
 */
public sealed interface StructWriter permits UpdateWriter, UpdateWriterV2 {

    /**
     * Copies the current struct of a cursor in its canonical form.
     *
     * @param from positioned at the struct
     * @param offset number of clocks to omit at the beginning, less than its length
     */
    default void copy(StructCursor from, long offset) {
        copy(from, offset, false);
    }

    /**
     * Copies the current struct of a cursor in its canonical form.
     *
     * @param from positioned at the struct
     * @param offset number of clocks to omit at the beginning, less than its length
     * @param cut whether the struct is cut there, as Yjs does when it merges updates: after half of a surrogate pair,
     *     the first character becomes U+FFFD
     */
    void copy(StructCursor from, long offset, boolean cut);

    /**
     * Writes a struct that consists of a range of clocks.
     *
     * @param content {@link StructCursor#GC} or {@link StructCursor#SKIP}
     * @param client the client
     * @param clock the first clock
     * @param length number of clocks
     */
    void range(int content, long client, long clock, long length);

    /**
     * Returns the whole update.
     *
     * @param deletions the delete set
     */
    byte[] toByteArray(DeleteSet deletions);
}
