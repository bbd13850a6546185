package io.collab.runtime.memory;

import io.collab.spi.storage.DocumentStore;
import io.collab.tck.DocumentStoreTck;
import io.collab.tck.fault.FaultyStore;

/** A faulty store that has no faults yet is the store behind it. */
class FaultyStoreTckTest extends DocumentStoreTck {
    private final MemoryDocumentStore documents = new MemoryDocumentStore();

    @Override
    protected DocumentStore openStore() {
        return new FaultyStore(documents.share(), 1);
    }
}
