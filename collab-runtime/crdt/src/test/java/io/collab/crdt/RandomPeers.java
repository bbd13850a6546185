package io.collab.crdt;

import io.collab.crdt.lib0.Any;
import io.collab.crdt.update.Updates;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Peers that edit at random and exchange updates late, out of order, repeatedly and merged. */
public final class RandomPeers {

    public final Random random;
    public final List<YDoc> docs = new ArrayList<>();
    public final List<List<byte[]>> inboxes = new ArrayList<>();
    public final List<byte[]> all = new ArrayList<>();

    public RandomPeers(long seed, int count) {
        random = new Random(seed);
        boolean gc = random.nextInt(4) > 0;
        for (int i = 0; i < count; i++) {
            long id = 1 + random.nextInt(1000) * 3L + i;
            YDoc doc = new YDoc(YDocOptions.of(() -> id).withGc(gc));
            int self = i;
            doc.getText("t");
            docs.add(doc);
            inboxes.add(new ArrayList<>());
            doc.onUpdate((update, transaction) -> {
                if (transaction.local()) {
                    send(self, update);
                }
            });
        }
    }

    private void send(int from, byte[] update) {
        all.add(update);
        for (int i = 0; i < docs.size(); i++) {
            if (i != from) {
                inboxes.get(i).add(update);
            }
        }
    }

    /** Removes an update from an inbox: usually the oldest, sometimes any, sometimes merged with an earlier one. */
    public byte[] next(int peer) {
        List<byte[]> inbox = inboxes.get(peer);
        byte[] update = inbox.remove(random.nextInt(3) > 0 ? 0 : random.nextInt(inbox.size()));
        return random.nextInt(8) == 0 ? Updates.merge(List.of(update, all.get(random.nextInt(all.size())))) : update;
    }

    /** Makes one random change at a peer. */
    public void edit(int peer) {
        YDoc doc = docs.get(peer);
        YText text = doc.getText("t");
        YArray array = doc.getArray("a");
        YMap map = doc.getMap("m");
        switch (random.nextInt(11)) {
            case 0, 1, 2 -> text.insert(random.nextInt(text.length() + 1), word());
            case 3 -> deleteSome(text);
            case 4 -> {
                int from = random.nextInt(text.length() + 1);
                Any value = random.nextBoolean() ? Any.of(true) : Any.NULL;
                text.format(from, random.nextInt(text.length() - from + 1), Map.of("b" + random.nextInt(2), value));
            }
            case 5 -> array.insert(random.nextInt(array.length() + 1), List.of(random.nextInt(100), word()));
            case 6 -> {
                if (array.length() > 0) {
                    array.delete(random.nextInt(array.length()), 1);
                }
            }
            case 7 -> map.set("k" + random.nextInt(3), random.nextBoolean() ? word() : random.nextInt(10));
            case 8 -> map.delete("k" + random.nextInt(3));
            case 9 -> editXml(doc.getXmlFragment("x"));
            default ->
                doc.transact(() -> {
                    text.insert(0, word());
                    array.push(List.of(new YMap(), new byte[] {1}));
                    deleteSome(text);
                });
        }
    }

    private void deleteSome(YText text) {
        if (text.length() > 0) {
            int from = random.nextInt(text.length());
            text.delete(from, 1 + random.nextInt(Math.min(5, text.length() - from)));
        }
    }

    private void editXml(YXmlFragment root) {
        YXmlFragment at = root;
        while (at.length() > 0
                && random.nextBoolean()
                && at.get(random.nextInt(at.length())) instanceof YXmlElement e) {
            at = e;
        }
        if (at.length() > 0 && random.nextInt(3) == 0) {
            at.delete(random.nextInt(at.length()), 1);
            return;
        }
        YXmlElement element = new YXmlElement("p");
        element.setAttribute("level", random.nextInt(4));
        element.push(List.of(new YXmlText(word())));
        at.insert(random.nextInt(at.length() + 1), List.of(element));
    }

    private String word() {
        return List.of("a", "bc", "ä", "漢字", "hello ").get(random.nextInt(5));
    }
}
