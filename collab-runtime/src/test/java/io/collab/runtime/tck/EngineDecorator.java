package io.collab.runtime.tck;

import io.collab.api.Update;
import io.collab.spi.merge.Draft;
import io.collab.spi.merge.MergeEngine;
import io.collab.spi.merge.MergeOrder;
import io.collab.spi.merge.Replica;
import java.util.List;

/** An engine that delegates to a correct one; defective ones override one method. */
class EngineDecorator implements MergeEngine {
    final MergeEngine good;

    EngineDecorator(MergeEngine good) {
        this.good = good;
    }

    @Override
    public String name() {
        return good.name();
    }

    @Override
    public int formatVersion() {
        return good.formatVersion();
    }

    @Override
    public MergeOrder order() {
        return good.order();
    }

    @Override
    public Replica open(byte[] snapshot) {
        return good.open(snapshot);
    }

    @Override
    public Draft draft(byte[] snapshot) {
        return good.draft(snapshot);
    }

    @Override
    public Draft seed() {
        return good.seed();
    }

    @Override
    public Update merge(List<Update> updates) {
        return good.merge(updates);
    }
}
