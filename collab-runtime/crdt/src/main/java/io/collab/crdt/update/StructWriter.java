package io.collab.crdt.update;

/** Writes an update struct by struct, clients in any order but the structs of one client in a row. Not thread-safe. */
public sealed interface StructWriter permits UpdateWriter, UpdateWriterV2 {

    /**
     * Copies the current struct of a cursor in its canonical form.
     *
     * @param from positioned at the struct
     * @param offset how many clocks to leave out at its beginning, less than its length
     */
    void copy(StructCursor from, long offset);

    /**
     * Writes a struct that is nothing but a range of clocks.
     *
     * @param content {@link StructCursor#GC} or {@link StructCursor#SKIP}
     * @param client its client
     * @param clock its first clock
     * @param length how many clocks
     */
    void range(int content, long client, long clock, long length);

    /**
     * Returns the whole update.
     *
     * @param deletions its delete set
     */
    byte[] toByteArray(DeleteSet deletions);
}
