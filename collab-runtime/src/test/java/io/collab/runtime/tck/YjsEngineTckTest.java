package io.collab.runtime.tck;

import io.collab.api.Update;
import io.collab.crdt.YDoc;
import io.collab.crdt.YDocOptions;
import io.collab.crdt.YText;
import io.collab.crdt.update.DecodeLimits;
import io.collab.runtime.merge.YjsEngine;
import io.collab.spi.merge.Draft;
import io.collab.spi.merge.MergeEngine;
import io.collab.spi.merge.Replica;
import io.collab.tck.MergeEngineTck;
import java.util.Random;
import org.jspecify.annotations.Nullable;

class YjsEngineTckTest extends MergeEngineTck {
    private static final int CLIENT_ID_MASK = 0xffff;

    private final YjsEngine engine = new YjsEngine(DecodeLimits.DEFAULT.withMaxStructBytes(1 << 20));

    @Override
    protected MergeEngine engine() {
        return engine;
    }

    @Override
    protected Update edit(Replica seen, String source, Random random) {
        YDoc client = new YDoc(YDocOptions.of(() -> source.hashCode() & CLIENT_ID_MASK));
        client.applyUpdate(seen.read(YDoc.class).encodeStateAsUpdate());
        byte[] before = client.encodeStateVector();
        client.transact(() -> {
            YText text = client.getText("text");
            text.insert(random.nextInt(text.length() + 1), Integer.toString(random.nextInt(), 36));
            if (random.nextInt(3) == 0) {
                int from = random.nextInt(text.length());
                text.delete(from, Math.min(5, text.length() - from));
            }
        });
        return Update.of(client.encodeStateAsUpdate(before));
    }

    @Override
    protected @Nullable Update change(Draft draft, Random random) {
        return draft.edit(YDoc.class, doc -> {
            YText text = doc.getText("text");
            text.insert(random.nextInt(text.length() + 1), "draft " + random.nextInt());
        });
    }

    @Override
    protected Object content(Replica replica) {
        return replica.read(YDoc.class).getText("text").toString();
    }
}
