package io.collab.crdt.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.crdt.Documents;
import io.collab.crdt.Seeds;
import io.collab.crdt.YDoc;
import io.collab.crdt.YDocOptions;
import io.collab.crdt.lib0.Encoder;
import io.collab.crdt.update.StructCursor;
import io.collab.crdt.update.StructInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Many clients insert at few positions, with any existing origins, honest or not, and delete. One document keeps known
 * siblings, another one discards them before every update and has to walk. A failure prints the seed; -Dcollab.seed=N
 * repeats it.
 */
class ConcurrentSiblingsPropertyTest {

    private static final int RUNS = 20;
    private static final int STEPS = 500;
    private static final int NONE = StructStore.NONE;
    private static final int[] NOWHERE = {NONE, 0, NONE, 0};

    @Test
    void siblingsInAListHaveThePositionsOfAWalk() {
        check(null);
    }

    @Test
    void siblingsOfAKeyHaveThePositionsOfAWalk() {
        check("k");
    }

    @Test
    void aSiblingThatBecomesLongerIsNoLongerASibling() {
        Run run = new Run(1, null);
        run.apply(run.struct(run.client(1), NOWHERE, false, 5));
        run.apply(run.deletion(0, 3, 2));
        for (int id = 2; id < 99; id++) {
            run.apply(run.struct(run.client(id), new int[] {0, 2, NONE, 0}, false, 1));
        }
        assertThat(run.found).isTrue();
        run.apply(run.deletion(0, 2, 1));
    }

    private static void check(String key) {
        AtomicInteger found = new AtomicInteger();
        Seeds.run(RUNS, seed -> found.addAndGet(new Run(seed, key).check() ? 1 : 0));
        assertThat(found).as("runs with siblings").hasPositiveValue();
    }

    private static final class Run {
        private final Random random;
        private final String key;
        private final YDoc knowing;
        private final YDoc forgetful;
        private final List<Long> clients = new ArrayList<>();
        private final List<Integer> states = new ArrayList<>();
        private final int[][] crowded = {NOWHERE, NOWHERE, NOWHERE};
        private final int noise;
        private boolean found;

        Run(long seed, String key) {
            this.random = new Random(seed);
            this.key = key;
            this.noise = 10 << random.nextInt(6);
            boolean gc = random.nextInt(4) > 0;
            this.knowing = new YDoc(YDocOptions.replica().withGc(gc));
            this.forgetful = new YDoc(YDocOptions.replica().withGc(gc));
        }

        /** Returns whether siblings were known at any time. */
        boolean check() {
            for (int step = 0; step < STEPS; step++) {
                apply(step > 0 && random.nextInt(noise) == 0 ? deletion() : struct());
            }
            assertThat(knowing.encodeStateAsUpdate()).isEqualTo(forgetful.encodeStateAsUpdate());
            return found;
        }

        void apply(byte[] update) {
            Documents.root(forgetful, "r").forgetPlaces();
            knowing.applyUpdate(update);
            forgetful.applyUpdate(update);
            knowing.checkInvariants();
            found |= !Documents.root(knowing, "r").siblings().isEmpty();
            assertThat(order(knowing)).isEqualTo(order(forgetful));
        }

        private List<StructStore.Id> order(YDoc doc) {
            StructStore store = Documents.store(doc);
            Branch root = Documents.root(doc, "r");
            List<StructStore.Id> order = new ArrayList<>();
            for (int slot = key == null ? root.start : root.last(key);
                    slot != NONE;
                    slot = key == null ? store.right[slot] : store.left[slot]) {
                order.add(new StructStore.Id(
                        Documents.store(knowing).clients.intern(store.owner(slot).id), store.clock[slot]));
            }
            return order;
        }

        /** One struct, mostly of a new client at a crowded place. */
        private byte[] struct() {
            int client = clients.isEmpty() || random.nextInt(noise) > 0
                    ? client(1 + random.nextInt(1 << 20))
                    : random.nextInt(clients.size());
            if (random.nextInt(80) == 0) {
                crowded[1 + random.nextInt(2)] = place();
            }
            int[] place = random.nextInt(noise) == 0 ? place() : crowded[random.nextInt(crowded.length)];
            return struct(client, place, random.nextInt(4) == 0, 1 + random.nextInt(3));
        }

        /** One struct: values or text. */
        private byte[] struct(int client, int[] place, boolean values, int length) {
            Encoder out = new Encoder();
            out.writeVarUint(1);
            out.writeVarUint(1);
            out.writeVarUint(clients.get(client));
            out.writeVarUint(states.get(client));
            int content = values ? StructCursor.ANY : StructCursor.STRING;
            out.writeUint8(StructInfo.of(content, place[0] != NONE, place[2] != NONE, key != null));
            writeId(out, place[0], place[1]);
            writeId(out, place[2], place[3]);
            if (place[0] == NONE && place[2] == NONE) {
                out.writeVarUint(1);
                out.writeVarString("r");
                if (key != null) {
                    out.writeVarString(key);
                }
            }
            if (values) {
                out.writeVarUint(length);
                for (int i = 0; i < length; i++) {
                    out.writeUint8(126);
                }
            } else {
                out.writeVarString("abcde".substring(0, length));
            }
            out.writeVarUint(0);
            states.set(client, states.get(client) + length);
            return out.toByteArray();
        }

        private void writeId(Encoder out, int client, int clock) {
            if (client != NONE) {
                out.writeVarUint(clients.get(client));
                out.writeVarUint(clock);
            }
        }

        /** Returns the number of the client with an id. */
        private int client(long id) {
            if (!clients.contains(id)) {
                clients.add(id);
                states.add(0);
            }
            return clients.indexOf(id);
        }

        /** Origins, of which either can be missing: often none at all, or those of text after other text. */
        private int[] place() {
            int[] place = {NONE, 0, NONE, 0};
            for (int i = 0; i < 4; i += 2) {
                int client = clients.isEmpty() ? NONE : random.nextInt(clients.size());
                if (client != NONE && states.get(client) > 0 && random.nextBoolean()) {
                    place[i] = client;
                    place[i + 1] = random.nextInt(states.get(client));
                }
            }
            return place;
        }

        private byte[] deletion() {
            int client = random.nextInt(clients.size());
            return deletion(client, random.nextInt(Math.max(1, states.get(client))), 1);
        }

        private byte[] deletion(int client, int from, int count) {
            Encoder out = new Encoder();
            out.writeVarUint(0);
            out.writeVarUint(1);
            out.writeVarUint(clients.get(client));
            out.writeVarUint(1);
            out.writeVarUint(from);
            out.writeVarUint(count);
            return out.toByteArray();
        }
    }
}
