package io.collab.runtime.testing;

import io.collab.api.Update;
import io.collab.spi.merge.MergeEngine;
import io.collab.spi.merge.Replica;
import io.collab.tck.MergeEngineTck;
import java.util.Random;

class ListEngineTckTest extends MergeEngineTck {
    private final ListEngine engine = new ListEngine(3);

    @Override
    protected MergeEngine engine() {
        return engine;
    }

    @Override
    protected Update edit(Replica seen, String source, Random random) {
        int version = ListEngine.words(seen.snapshot()).size();
        String word = Integer.toString(random.nextInt(), 36);
        return new ListEngine.Insert(version, random.nextInt(version + 1), word).update();
    }

    @Override
    protected Object content(Replica replica) {
        return replica.read(String.class);
    }
}
