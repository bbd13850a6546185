package io.collab.spi.storage;

/**
 * The state of a document up to and including one commit. Thread-safe if no thread changes the array.
 *
 * @param seq the sequence number of the last commit in it
 * @param state the state in the format of the document's engine, of any size including 0 bytes; not copied, must not be
 *     changed
 */
public record Snapshot(long seq, byte[] state) {
    /** Returns the sequence number and the size. The content is never printed. */
    @Override
    public String toString() {
        return "Snapshot[" + seq + ", " + state.length + " bytes]";
    }
}
