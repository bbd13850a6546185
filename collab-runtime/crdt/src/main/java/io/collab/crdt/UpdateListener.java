package io.collab.crdt;

/** Is told about every transaction that changed something. */
@FunctionalInterface
public interface UpdateListener {

    /**
     * Called after the transaction, on the thread that made the change.
     *
     * @param update the change as an update (v1), for all other replicas; not to be modified
     * @param transaction the transaction
     */
    void updated(byte[] update, Transaction transaction);
}
