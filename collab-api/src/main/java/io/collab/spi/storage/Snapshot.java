package io.collab.spi.storage;

/**
 * The state of a document up to a commit.
 *
 * @param seq the last commit in it
 * @param state in the format of the document's engine; nobody changes the array
 */
public record Snapshot(long seq, byte[] state) {
    @Override
    public String toString() {
        return "Snapshot[" + seq + ", " + state.length + " bytes]";
    }
}
