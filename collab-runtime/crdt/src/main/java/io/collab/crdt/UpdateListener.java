package io.collab.crdt;

/** A listener for the changes of a document. */
@FunctionalInterface
public interface UpdateListener {

    /**
     * Called after a transaction that changed something, on the thread that made the change.
     *
     * @param update the change as an update, for all other replicas; in the format for which the listener was added;
     *     must not be modified
     * @param transaction the transaction
     */
    void updated(byte[] update, Transaction transaction);
}
