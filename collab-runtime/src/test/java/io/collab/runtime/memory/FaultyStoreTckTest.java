package io.collab.runtime.memory;

import io.collab.spi.storage.DocumentStore;
import io.collab.tck.DocumentStoreTck;
import io.collab.tck.fault.FaultyStore;

/** A faulty store without faults behaves like the decorated store. */
class FaultyStoreTckTest extends DocumentStoreTck {
    private final MemoryDocumentStore documents = new MemoryDocumentStore();

    @Override
    protected DocumentStore openStore() {
        return new FaultyStore(documents.share(), 1);
    }
}
